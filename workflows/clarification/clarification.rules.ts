import type { ClarificationFacts, LadderStep } from '#libs/contracts/pure';

/** What a clarification's workflow knows when it decides what to do next. */
export interface ClarificationView {
  facts: ClarificationFacts | null;
  /** Somebody said that the clarification may have changed. */
  lookWanted: boolean;
  /** Instant of the latest step the city was reminded of; null if of none. */
  remindedAt: string | null;
  /** The last activity ran. */
  finished: boolean;
}

/** One thing the workflow does by itself. */
export type ClarificationMove = { do: 'look' | 'timeOut' | 'finish' } | { do: 'remind'; step: LadderStep };

/** What to wait for when there is nothing to do: an instant (epoch ms), or only a message. */
export type ClarificationWait = { do: 'wait'; until: number | undefined } | { do: 'end' };

/** Name under which a move is parked; the code the secretariat is told begins with it. */
export const clarificationMoveKey = (move: ClarificationMove): string =>
  move.do === 'timeOut' ? 'clarification-time-out' : `clarification-${move.do}`;

/**
 * The next move of a clarification's workflow that is not parked, else what to wait for; `end` when nothing is left.
 */
export function nextClarificationMove(
  view: ClarificationView,
  now: number,
  isParked: (key: string) => boolean,
): ClarificationMove | ClarificationWait {
  if (view.finished) return { do: 'end' };
  const move = dueMoves(view, now).find((each) => !isParked(clarificationMoveKey(each)));
  return move ?? { do: 'wait', until: nextInstant(view, now) };
}

function dueMoves({ facts, lookWanted, remindedAt }: ClarificationView, now: number): ClarificationMove[] {
  const look: ClarificationMove[] = lookWanted ? [{ do: 'look' }] : [];
  if (!facts) return look;
  if (facts.state !== 'open') return [...look, { do: 'finish' }];
  // While the cycle is paused the clock does nothing; the end of the pause moves the deadline.
  if (facts.pausedAt) return look;
  if (now >= Date.parse(facts.dueAt)) return [...look, { do: 'timeOut' }];
  // Steps that were missed collapse into the latest one; a moved deadline plans them anew.
  const step = facts.ladder.findLast(({ at }) => Date.parse(at) <= now);
  return step && (remindedAt === null || step.at > remindedAt) ? [...look, { do: 'remind', step }] : look;
}

function nextInstant({ facts }: ClarificationView, now: number): number | undefined {
  if (facts?.state !== 'open' || facts.pausedAt) return undefined;
  return [...facts.ladder.map(({ at }) => Date.parse(at)), Date.parse(facts.dueAt)]
    .toSorted((a, b) => a - b)
    .find((at) => at > now);
}
