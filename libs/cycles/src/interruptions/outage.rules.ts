import type { Instant, StageState } from '#libs/contracts';

/** So long no instance could serve before it counts as an outage, ms. */
export const OUTAGE_MS = 120_000;

/** An outage touches deadlines in it, and those so long after it: the last hours, in which most entries come. */
export const LAST_HOURS = 6;

const MINUTE_MS = 60_000;

/** What is proposed for a stage that an outage has touched: more time for all, or to open it again. */
export interface OutageProposal {
  do: 'extend' | 'reopen';
  deadlineAt: Instant;
}

/**
 * What gives back the time of an outage, in full minutes: an open stage gets its length on top of
 * its deadline, one that closed meanwhile so much from now on. Null for a stage that is neither, or
 * whose deadline was moved since.
 */
export function proposalFor(
  stage: { state: StageState; deadlineAt: Instant; isMoved: boolean },
  outage: { from: Instant; to: Instant },
  now: Instant,
): OutageProposal | null {
  if (stage.isMoved) return null;
  const length = Date.parse(outage.to) - Date.parse(outage.from);
  const after = (instant: Instant): Instant =>
    new Date(Math.ceil((Date.parse(instant) + length) / MINUTE_MS) * MINUTE_MS).toISOString();
  if (stage.state === 'open') return { do: 'extend', deadlineAt: after(stage.deadlineAt) };
  const isClosed = stage.state === 'closing' || stage.state === 'deciding' || stage.state === 'decided';
  return isClosed ? { do: 'reopen', deadlineAt: after(now) } : null;
}
