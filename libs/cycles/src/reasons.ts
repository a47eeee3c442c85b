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

/** Keeps a reason's text in the database; what travels on is its code and the text's digest. */
export async function keepReason(work: Work, cycleId: string, reason: GivenReason): Promise<ReasonRef> {
  const textDigest = reason.text ? createHash('sha256').update(reason.text).digest('hex') : null;
  work.em.create(
    Reason,
    {
      id: uuidv7(),
      cycleId,
      actorId: work.actor.id,
      code: reason.code,
      text: reason.text ?? null,
      textDigest,
      createdAt: await work.now(),
    },
    { persist: true },
  );
  return { code: reason.code, ...(textDigest ? { textDigest } : {}) };
}
