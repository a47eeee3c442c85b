import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { ReasonRef } from '#libs/contracts';
import type { Work } from '#libs/platform';

/** Why somebody does something out of the ordinary, as they gave it. */
export interface GivenReason {
  code: string;
  text?: string | undefined;
}

/** What travels of a reason: its code and the SHA-256 of its text. */
export const referTo = ({ code, text }: GivenReason): ReasonRef =>
  text ? { code, textDigest: createHash('sha256').update(text).digest('hex') } : { code };

/** Keeps a reason's text with the last statement of the transaction, and answers with what travels on. */
export function keepReason(work: Work, cycleId: string, reason: GivenReason): ReasonRef {
  const ref = referTo(reason);
  const id = uuidv7();
  work.defer({
    // A transaction may keep several.
    sql: `reason_${id.replaceAll('-', '')} as (
      insert into cycles.reason (id, cycle_id, actor_id, code, text, text_digest, created_at) values (?, ?, ?, ?, ?, ?, now())
    )`,
    values: [id, cycleId, work.actor.id, ref.code, reason.text ?? null, ref.textDigest ?? null],
  });
  return ref;
}
