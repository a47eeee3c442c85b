import type { LadderStep, ReleaseAudience, StageFacts } from '#libs/contracts/pure';
import { nextRelease } from '#libs/cycles/pure';
import { dueReminder, stepsAhead, type Reminded } from './ladder.rules.js';

/** What a stage's workflow knows when it decides what to do next. */
export interface StageView {
  /** What the last activity committed; null until the row was read. */
  facts: StageFacts | null;
  /** Somebody said that the row may have changed. */
  lookWanted: boolean;
  /** Somebody said that nobody owes anything any more. */
  nothingOwed: boolean;
  prepared: 'not yet' | 'under way' | 'done';
  proposed: boolean;
  /** When the row was last read or written, epoch ms. */
  committedAt: number;
  /** Does this run wait for what may still come in after the close? Not where it went on before it knew of that. */
  waitsForLast: boolean;
  /** The cycle knows that this stage is decided. */
  announced: boolean;
  /** The last activity ran. */
  finished: boolean;
  reminded: Reminded;
}

/** One thing the workflow does by itself. */
export type Move =
  | { do: 'look' | 'open' | 'prepare' | 'close' | 'closeEarly' | 'propose' | 'announce' | 'finish' }
  | { do: 'remind'; step: LadderStep }
  | { do: 'release'; audience: ReleaseAudience };

/** Until when to wait, and for what; without `until` only a message wakes the workflow. */
interface Wait {
  do: 'wait';
  until?: number;
  summary?: string;
}

/** Name under which a move is parked. */
export function moveKey(move: Move, facts: StageFacts | null): string {
  if (move.do === 'remind') return `remind/${move.step.step}/${facts?.deadlineVersion}`;
  return move.do === 'release' ? `release/${move.audience}` : move.do;
}

/**
 * What a stage does next: the first due move that is not parked, else a wait; `end` when nothing is left.
 * All moves of a stage are in this function; it has no other memory than `view`.
 */
export function nextMove(
  view: StageView,
  now: number,
  isParked: (key: string) => boolean,
): Move | Wait | { do: 'end' } {
  if (view.finished) return { do: 'end' };
  const due = dueMoves(view, now).find((move) => !isParked(moveKey(move, view.facts)));
  return due ?? nextInstant(view, now);
}

function dueMoves(view: StageView, now: number): Move[] {
  const { facts } = view;
  const look: Move[] = view.lookWanted ? [{ do: 'look' }] : [];
  return facts ? [...look, ...(facts.pausedAt ? pausedMoves(facts, view) : movesOf(facts, view, now))] : look;
}

/** While the cycle is paused the clock does nothing; that a stage was decided before is still told. */
const pausedMoves = (facts: StageFacts, view: StageView): Move[] => (facts.state === 'decided' ? announcing(view) : []);

function movesOf(facts: StageFacts, view: StageView, now: number): Move[] {
  switch (facts.state) {
    case 'scheduled':
      return isPast(facts.opensAt, now) ? [{ do: 'open' }] : [];
    case 'open':
      return [...preparing(view), ...reminding(facts, view, now), ...closing(facts, now), ...closingEarly(view)];
    case 'closing':
    case 'deciding':
      if (!facts.closedAt) return [{ do: 'close' }];
      if (view.prepared !== 'done') return preparing(view);
      if (waitsUntil(view) !== null) return isPast(askAgainAt(view), now) ? [{ do: 'look' }] : [];
      return view.proposed ? [] : [{ do: 'propose' }];
    case 'decided':
    case 'released':
      return [...announcing(view), ...releasing(facts, view, now)];
    case 'cancelled':
      return [{ do: 'finish' }];
  }
}

const preparing = (view: StageView): Move[] => (view.prepared === 'not yet' ? [{ do: 'prepare' }] : []);
const announcing = (view: StageView): Move[] => (view.announced ? [] : [{ do: 'announce' }]);
const closingEarly = (view: StageView): Move[] => (view.nothingOwed ? [{ do: 'closeEarly' }] : []);
const closing = (facts: StageFacts, now: number): Move[] => (isPast(facts.hardCloseAt, now) ? [{ do: 'close' }] : []);

function reminding(facts: StageFacts, view: StageView, now: number): Move[] {
  const step = dueReminder(facts, view.reminded, now);
  return step ? [{ do: 'remind', step }] : [];
}

function releasing(facts: StageFacts, view: StageView, now: number): Move[] {
  const next = nextRelease(facts);
  if (!next) return view.announced ? [{ do: 'finish' }] : [];
  if (next.when === 'command') return [];
  return next.when === 'decided' || isPast(next.when, now) ? [{ do: 'release', audience: next.audience }] : [];
}

/** The next instant at which the clock alone makes a move due. */
function nextInstant(view: StageView, now: number): Wait {
  const { facts } = view;
  const instants: { at: string; summary: string }[] = [];
  if (facts?.pausedAt) return { do: 'wait' };
  if (facts?.state === 'scheduled') instants.push({ at: facts.opensAt, summary: 'opens' });
  if (facts?.state === 'open') {
    const [step] = stepsAhead(facts, now);
    if (step) instants.push({ at: step.at, summary: `reminder ${step.step}` });
    instants.push({ at: facts.hardCloseAt, summary: 'hard close' });
  }
  if (waitsUntil(view) !== null) {
    const summary = facts?.askAgainAt ? 'reminder of an extension' : 'the end of an extension';
    instants.push({ at: askAgainAt(view), summary });
  }
  const release = facts?.state === 'decided' ? nextRelease(facts) : null;
  if (release && release.when !== 'decided' && release.when !== 'command') {
    instants.push({ at: release.when, summary: `release to ${release.audience}` });
  }
  const next = instants.find(({ at }) => !isPast(at, now));
  return next ? { do: 'wait', until: Date.parse(next.at), summary: next.summary } : { do: 'wait' };
}

/** Until when a closed stage waits with its decision for what may still come in; null when nothing may. */
const waitsUntil = ({ facts, waitsForLast }: StageView): string | null =>
  (waitsForLast && facts?.state === 'closing' && facts.mayComeInUntil) || null;

/** When it is asked again: as the last answer said, and not at once where the database's clock is behind this one. */
const askAgainAt = (view: StageView): string => {
  const at = Date.parse(view.facts?.askAgainAt ?? waitsUntil(view)!);
  return new Date(Math.max(at, view.committedAt + ASK_AGAIN_MS)).toISOString();
};
const ASK_AGAIN_MS = 1000;

const isPast = (at: string, now: number): boolean => Date.parse(at) <= now;
