import type { Instant, StageState } from '#libs/contracts';

/**
 * Where a reopening stands: its city may edit and confirm, has confirmed, has let it pass, or has withdrawn the entry.
 */
export const REOPENING_STATES = ['open', 'confirmed', 'lapsed', 'withdrawn'] as const;
export type ReopeningState = (typeof REOPENING_STATES)[number];

/** `lasts`: has its time not ended; `isLast`: has the entry not been reopened again since. */
export function reopeningState(of: {
  confirmed: boolean;
  withdrawn: boolean;
  lasts: boolean;
  isLast: boolean;
}): ReopeningState {
  if (of.confirmed) return 'confirmed';
  if (!of.lasts || !of.isLast) return 'lapsed';
  return of.withdrawn ? 'withdrawn' : 'open';
}

/**
 * What of the stages says until when an entry can be reopened. Instants are of ISO 8601 UTC, so
 * that they compare as texts.
 */
export interface ReopeningBounds {
  call: { state: StageState; deadlineAt: Instant; hardCloseAt: Instant };
  /** Those of the stages that follow it and look at what changes: the eligibility stages. */
  eligibility: { state: StageState; deadlineAt: Instant }[];
  at: Instant;
}

/** Between which instants a reopening may end: later than `after`, and, where there is one, not later than `latest`. */
export interface ReopeningWindow {
  after: Instant;
  latest: Instant | null;
  /** Need it name no end, since the call is open and closes it? */
  mayEndWithCall: boolean;
}

/**
 * The window in which a reopening may end; null when nothing can change an entry any more. Until
 * the call is over, that is open; then an eligibility must be there to look at what changes.
 * Nothing outlasts the deadline of an eligibility: the version would come unseen.
 */
export function reopeningWindow({ call, eligibility, at }: ReopeningBounds): ReopeningWindow | null {
  if (call.state === 'scheduled' || call.state === 'cancelled') return null;
  const isOver = call.state === 'decided' || call.state === 'released';
  if (isOver && eligibility.length === 0) return null;
  const latest = eligibility.map(({ deadlineAt }) => deadlineAt).toSorted()[0] ?? null;
  return {
    after: call.deadlineAt > at ? call.deadlineAt : at,
    latest,
    mayEndWithCall: call.state === 'open' && at < call.hardCloseAt,
  };
}
