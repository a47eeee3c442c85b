import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { ReasonRef } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { Reason } from './reason.entity.js';

/** Why somebody does something out of the ordinary, as they gave it. */
export interface GivenReason {
  code: string;
  text?: string | undefined;
}

/** What travels of a reason: its code and the SHA-256 of its text. */
export const referTo = ({ code, text }: GivenReason): ReasonRef =>
  text ? { code, textDigest: createHash('sha256').update(text).digest('hex') } : { code };

/** Keeps a reason's text in the database and answers with what travels on. */
export async function keepReason(work: Work, cycleId: string, reason: GivenReason): Promise<ReasonRef> {
  const ref = referTo(reason);
  const { code, text = null } = reason;
  const { textDigest = null } = ref;
  const createdAt = await work.now();
  const row = { id: uuidv7(), cycleId, actorId: work.actor.id, code, text, textDigest, createdAt };
  work.em.create(Reason, row, { persist: true });
  return ref;
}
