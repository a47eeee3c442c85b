import { borda } from '../counting/borda.js';
import { kemeny } from '../counting/kemeny.js';
import { type Order, compareIds, sortedIds } from '../counting/order.js';
import { type RankedBallot, judgementsOf, pairwise } from '../counting/pairwise.js';
import { bordaWords, kemenyWords, orderWords, quotaWords, scoreWords, tieWords } from './proposal-log.js';
import { rankedPairs } from '../counting/ranked-pairs.js';
import { schulze } from '../counting/schulze.js';
import { proposeShortlist } from '../counting/shortlist.js';
import { type RankedTieStep, breakTies, rankedTieSteps } from '../counting/tie-ladder.js';
import type { Quota } from '../counting/tiers.js';
import {
  type Criterion,
  type Review,
  type ReviewRecusal,
  type WeightedTieStep,
  WeightedScores,
} from '../counting/weighted-scores.js';
import { proposeWinners } from '../counting/winners.js';

/** What screening gives an entry. */
export type ScreeningOutcome = 'shortlisted' | 'deserving' | 'eligible';

/** What the jury gives an entry. */
export type JuryOutcome = 'winner' | 'shortlisted';

/** The raw inputs of a screening decision: the method (frozen before) and all that was judged. */
export type WeightedScoreInputs = {
  mode: 'weighted-score';
  criteria: Criterion[];
  /** Filled from the top; who gets none of them is `eligible`. */
  quotas: Quota<'shortlisted' | 'deserving'>[];
  /** How many entries after the shortlisted ones are kept in order as a reserve; left out for none. */
  reserve?: number;
  tieLadder: WeightedTieStep[];
  seed: string;
  entryIds: string[];
  reviews: Review[];
  recusals: ReviewRecusal[];
};

/** A ballot as it enters a decision, known by its alias only. */
export interface CountedBallot extends RankedBallot {
  alias: string;
}

/** The raw inputs of a jury decision: the method (frozen before) and all ballots. */
export type RankedBallotInputs = {
  mode: 'ranked-ballot';
  /** The most winners there can be. */
  winners: number;
  tieLadder: RankedTieStep[];
  seed: string;
  entryIds: string[];
  ballots: CountedBallot[];
};

/** What this lib recomputes decisions from; `mode` tells which. */
export type JudgingInputs = WeightedScoreInputs | RankedBallotInputs;

/**
 * What the method proposes: each entry's outcome, sorted by entry id; how it came about, in words; and the same as data,
 * by step. Log and details are internal: they rank, so nothing of them is shown where winners are unranked.
 */
export interface JudgingProposal<Outcome extends string = ScreeningOutcome | JuryOutcome> {
  outcomes: { entryId: string; outcome: Outcome }[];
  log: string[];
  reserve?: string[];
  details: Record<string, unknown>;
}

/** Recomputes a decision from its raw inputs; the order of the inputs' lists changes nothing. */
export function recompute(inputs: JudgingInputs): JudgingProposal {
  return inputs.mode === 'weighted-score' ? recomputeWeightedScore(inputs) : recomputeRankedBallot(inputs);
}

/** Proposes a shortlist and a deserving list from reviews. Throws in plain words when a review is not complete. */
export function recomputeWeightedScore(inputs: WeightedScoreInputs): JudgingProposal<ScreeningOutcome> {
  const scores = new WeightedScores(inputs.entryIds, inputs.criteria, inputs.reviews, inputs.recusals);
  const { entries, ties, openQuotas, order } = proposeShortlist<ScreeningOutcome>(
    scores,
    inputs.quotas,
    'eligible',
    inputs.tieLadder,
    inputs.seed,
  );
  const table = scores.table();
  const ranks = entries.map(({ entryId, rank }) => ({ entryId, rank }));
  return {
    outcomes: entries.map(({ entryId, tier }) => ({ entryId, outcome: tier })),
    log: [...table.map(scoreWords), ...ties.map(tieWords), ...openQuotas.map(quotaWords)],
    ...reserveOf(order, entries, inputs.reserve ?? 0),
    details: { scores: table, ties, ranks, openQuotas },
  };
}

/** The next entries in order after the shortlisted ones; it ends before a tie, which people settle. */
function reserveOf(
  order: Order,
  entries: readonly { entryId: string; tier: ScreeningOutcome }[],
  most: number,
): { reserve?: string[] } {
  const shortlisted = new Set(entries.filter(({ tier }) => tier === 'shortlisted').map(({ entryId }) => entryId));
  const next = order.filter((group) => !group.some((id) => shortlisted.has(id)));
  const tie = next.findIndex(({ length }) => length > 1);
  const reserve = next.slice(0, tie < 0 ? most : Math.min(tie, most)).flat();
  return reserve.length > 0 ? { reserve } : {};
}

/**
 * Proposes winners from ranked ballots: Schulze decides, the tie ladder breaks ties; Borda, Kemeny and ranked pairs
 * stand beside it in the log. An entry that no ballot ranks is not judged, so it can't be proposed.
 */
export function recomputeRankedBallot(inputs: RankedBallotInputs): JudgingProposal<JuryOutcome> {
  const { ballots } = inputs;
  const all = new Set(inputs.entryIds);
  const ids = sortedIds(ballots.flatMap((ballot) => judgementsOf(ballot, all).flat()));
  const counts = pairwise(ids, ballots);
  const decided = schulze(counts);
  const { order, log: ties } = breakTies(decided.order, rankedTieSteps(inputs.tieLadder, ids, ballots, inputs.seed));
  const { winners, openQuotas } = proposeWinners(order, inputs.winners);
  const notJudged = sortedIds(all).filter((id) => !ids.includes(id));
  const beside = { borda: borda(ids, ballots), kemeny: kemeny(counts), rankedPairs: rankedPairs(counts) };
  return {
    outcomes: sortedIds(all).map((entryId) => ({
      entryId,
      outcome: winners.includes(entryId) ? 'winner' : 'shortlisted',
    })),
    log: [
      `${ballots.length} ballots are counted.`,
      ...notJudged.map((id) => `Entry ${id}: no ballot ranks it, so it cannot be proposed.`),
      `Schulze decides: ${orderWords(decided.order)}.`,
      ...ties.map(tieWords),
      ...openQuotas.map(quotaWords),
      bordaWords(beside.borda),
      kemenyWords(beside.kemeny),
      `Ranked pairs, shown beside it: ${orderWords(beside.rankedPairs)}.`,
    ],
    details: { notJudged, pairwise: counts, schulze: decided, ties, order, openQuotas, beside },
  };
}

/** The method alone: all of the inputs that is frozen before anything is judged. */
export function methodOf(inputs: MethodOf<WeightedScoreInputs> | MethodOf<RankedBallotInputs>): object {
  const { mode, tieLadder, seed } = inputs;
  if (inputs.mode === 'ranked-ballot') return { mode, winners: inputs.winners, tieLadder, seed };
  const reserve = inputs.reserve ? { reserve: inputs.reserve } : {};
  return { mode, criteria: inputs.criteria, quotas: inputs.quotas, ...reserve, tieLadder, seed };
}

/** The inputs without what was judged. */
export type MethodOf<Inputs extends JudgingInputs> = Omit<Inputs, 'entryIds' | 'reviews' | 'recusals' | 'ballots'>;

/** The same inputs with their lists of records sorted, so that equal inputs have equal digests. */
export function inNormalOrder(inputs: JudgingInputs): JudgingInputs {
  const entryIds = sortedIds(inputs.entryIds);
  if (inputs.mode === 'ranked-ballot')
    return { ...inputs, entryIds, ballots: inputs.ballots.toSorted((a, b) => compareIds(a.alias, b.alias)) };
  const byPair = (a: ReviewRecusal, b: ReviewRecusal) =>
    compareIds(a.entryId, b.entryId) || compareIds(a.reviewerId, b.reviewerId);
  return { ...inputs, entryIds, reviews: inputs.reviews.toSorted(byPair), recusals: inputs.recusals.toSorted(byPair) };
}
