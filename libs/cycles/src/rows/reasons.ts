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

/** Columns of a reason's row. */
export const REASON_COLUMNS = 'id, cycle_id, actor_id, code, text, text_digest, created_at';

/** A reason's row, without `created_at`. */
export function reasonRow(cycleId: string, actorId: string, reason: GivenReason): (string | null)[] {
  const { code, textDigest = null } = referTo(reason);
  return [uuidv7(), cycleId, actorId, code, reason.text ?? null, textDigest];
}

/** Keeps a reason's text with the last statement of the transaction, and answers with what travels on. */
export function keepReason(work: Work, cycleId: string, reason: GivenReason): ReasonRef {
  const row = reasonRow(cycleId, work.actor.id, reason);
  work.defer({
    // A transaction may keep several.
    sql: `reason_${row[0]!.replaceAll('-', '')} as (
      insert into cycles.reason (${REASON_COLUMNS}) values (?, ?, ?, ?, ?, ?, now())
    )`,
    values: row,
  });
  return referTo(reason);
}
