import type { EntryOutcome, Outcome, StageState, SupersessionKind } from '#libs/contracts/pure';
import { sortedIds } from '../counting/order.js';
import { type PublishedTier, highestTiers } from './published-tiers.js';
import type { OutcomeChange } from '../methods/supersession.rules.js';

/** A stage that takes entries from one before it. */
export interface FollowingStage {
  stageKey: string;
  title: string;
  state: StageState;
  takes: readonly Outcome[];
  /** May entries come in after it has opened? */
  admitsLate: boolean;
}

/** What a superseding decision does to a later stage when it comes into force. */
export interface StageEffect {
  stageKey: string;
  title: string;
  state: StageState;
  /** Entries that leave it, with all that was judged of them, and that come in. */
  leaves: string[];
  joins: string[];
  /** Entries it does not take, or does not let go, any more. */
  unmoved: string[];
  /** In plain words, with what to do where nothing follows by itself. */
  words: string;
}

/** What happens to the later stages that took, or would take, an entry whose outcome changes; others are left out. */
export function effectsOnStages(stages: readonly FollowingStage[], changes: readonly OutcomeChange[]): StageEffect[] {
  return stages.flatMap((stage) => {
    const idsOf = (which: (change: OutcomeChange) => boolean) =>
      sortedIds(changes.filter(which).map(({ entryId }) => entryId));
    const takes = (outcome: Outcome) => stage.takes.includes(outcome);
    const leaving = idsOf(({ from, to }) => takes(from) && !takes(to));
    const joining = idsOf(({ from, to }) => !takes(from) && takes(to));
    if (leaving.length + joining.length === 0 || stage.state === 'cancelled') return [];
    return [effectOn(stage, leaving, joining)];
  });
}

function effectOn(
  { stageKey, title, state, admitsLate }: FollowingStage,
  leaving: string[],
  joining: string[],
): StageEffect {
  const named = { stageKey, title, state };
  switch (state) {
    case 'scheduled':
      return {
        ...named,
        leaves: leaving,
        joins: joining,
        unmoved: [],
        words: `"${title}" has not opened: it takes the new outcomes.`,
      };
    case 'open': {
      const left = leaving.length > 0 ? [`${entries(leaving)} to leave it at once, with all that was judged`] : [];
      const came = joining.length > 0 ? [`${entries(joining)} ${admitsLate ? COME : STAY_OUT}`] : [];
      return {
        ...named,
        leaves: leaving,
        joins: admitsLate ? joining : [],
        unmoved: admitsLate ? [] : joining,
        words: `"${title}" is open: ${[...left, ...came].join('; ')}.`,
      };
    }
    case 'closing':
    case 'deciding':
      return {
        ...named,
        leaves: [],
        joins: [],
        unmoved: sortedIds([...leaving, ...joining]),
        words: `"${title}" has closed: its proposal stays as it is. Adjust it before it is certified.`,
      };
    default:
      return {
        ...named,
        leaves: [],
        joins: [],
        unmoved: sortedIds([...leaving, ...joining]),
        words: `"${title}" is ${state}: its decision stands, and may need a superseding decision of its own.`,
      };
  }
}

const COME = 'to come in, and assigned at once';
const STAY_OUT = 'too late to come in';
const entries = (ids: string[]) => (ids.length === 1 ? '1 entry' : `${ids.length} entries`);

/** An entry whose place in the published results changes; null where it is in none. */
export interface TierChange {
  entryId: string;
  from: PublishedTier | null;
  to: PublishedTier | null;
}

/** How the published results change: by what all decisions show before, and after. */
export function publicChanges(before: readonly EntryOutcome[], after: readonly EntryOutcome[]): TierChange[] {
  const [was, is] = [highestTiers(before), highestTiers(after)];
  return sortedIds([...was.keys(), ...is.keys()])
    .map((entryId) => ({ entryId, from: was.get(entryId) ?? null, to: is.get(entryId) ?? null }))
    .filter(({ from, to }) => from !== to);
}

/** What an audience that is shown a decision is told of an entry; null where it is told nothing. */
export interface ShownChange {
  entryId: string;
  from: Outcome | null;
  to: Outcome | null;
}

/** A decision as it is shown: nothing of it while it is withheld. */
export interface ShownDecision {
  kind: SupersessionKind | null;
  outcomes: readonly EntryOutcome[];
}

/** The outcomes that a decision shows; none while it is withheld. */
export const shownOutcomes = ({ kind, outcomes }: ShownDecision): readonly EntryOutcome[] =>
  kind === 'withheld' ? [] : outcomes;

/** The entries of whom something else is shown after a decision than before. */
export function shownChanges(before: ShownDecision, after: ShownDecision): ShownChange[] {
  const [was, is] = [before, after].map(
    (decision) => new Map(shownOutcomes(decision).map(({ entryId, outcome }) => [entryId, outcome])),
  );
  return sortedIds([...was!.keys(), ...is!.keys()])
    .map((entryId) => ({ entryId, from: was!.get(entryId) ?? null, to: is!.get(entryId) ?? null }))
    .filter(({ from, to }) => from !== to);
}
