import type { ComplaintFacts, LadderStep } from '#libs/contracts/pure';

/** What a complaint's workflow knows when it decides what to do next. */
export interface ComplaintView {
  facts: ComplaintFacts | null;
  /** Somebody said that the complaint may have changed. */
  lookWanted: boolean;
  /** Instant of the latest step its handlers were reminded of; null if of none. */
  remindedAt: string | null;
  /** The secretariat knows that it had no answer in time. */
  overdueTold: boolean;
  /** The last activity ran. */
  finished: boolean;
}

/** One thing the workflow does by itself. */
export type ComplaintMove = { do: 'look' | 'overdue' | 'finish' } | { do: 'remind'; step: LadderStep };

/** What to wait for when there is nothing to do: an instant (epoch ms), or only a message. */
export type ComplaintWait = { do: 'wait'; until: number | undefined } | { do: 'end' };

/** Name under which a move is parked; the code the secretariat is told begins with it. */
export const complaintMoveKey = (move: ComplaintMove): string => `complaint-${move.do}`;

/** The next move of a complaint's workflow that is not parked, else what to wait for; `end` when nothing is left. */
export function nextComplaintMove(
  view: ComplaintView,
  now: number,
  isParked: (key: string) => boolean,
): ComplaintMove | ComplaintWait {
  if (view.finished) return { do: 'end' };
  const move = dueMoves(view, now).find((each) => !isParked(complaintMoveKey(each)));
  return move ?? { do: 'wait', until: nextInstant(view, now) };
}

function dueMoves({ facts, lookWanted, remindedAt, overdueTold }: ComplaintView, now: number): ComplaintMove[] {
  const look: ComplaintMove[] = lookWanted ? [{ do: 'look' }] : [];
  if (!facts) return look;
  if (facts.state !== 'open') return [...look, { do: 'finish' }];
  // While the cycle is paused the clock does nothing; the end of the pause moves what is due.
  if (facts.pausedAt) return look;
  if (now >= Date.parse(facts.dueAt)) return overdueTold ? look : [...look, { do: 'overdue' }];
  // Steps that were missed collapse into the latest one.
  const step = facts.ladder.findLast(({ at }) => Date.parse(at) <= now);
  return step && (remindedAt === null || step.at > remindedAt) ? [...look, { do: 'remind', step }] : look;
}

function nextInstant({ facts }: ComplaintView, now: number): number | undefined {
  if (facts?.state !== 'open' || facts.pausedAt) return undefined;
  return [...facts.ladder.map(({ at }) => Date.parse(at)), Date.parse(facts.dueAt)]
    .toSorted((a, b) => a - b)
    .find((at) => at > now);
}
