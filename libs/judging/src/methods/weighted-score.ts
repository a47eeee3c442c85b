import { type Order, compareIds, sortedIds } from '../counting/order.js';
import { proposeShortlist } from '../counting/shortlist.js';
import type { Quota } from '../counting/tiers.js';
import {
  type Criterion,
  type Review,
  type ReviewRecusal,
  type WeightedTieStep,
  WeightedScores,
} from '../counting/weighted-scores.js';
import { type DecisionMethod, type MethodProposal, quotasOf } from './decision-method.js';
import { quotaWords, scoreWords, tieWords } from './proposal-log.js';

/** What screening gives an entry. */
type ScreeningOutcome = 'shortlisted' | 'deserving' | 'eligible';

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

/** Technical screening: the weighted means of experts' scores fill the shortlist, then the deserving entries. */
export const weightedScore: DecisionMethod<WeightedScoreInputs> = {
  key: 'weighted-score',
  recompute: recomputeWeightedScore,
  allowedOutcomes: (settings) => {
    const { shortlisted = 0, deserving = 0 } = quotasOf(settings);
    return { shortlisted, deserving, eligible: Infinity };
  },
  frozen: ({ mode, criteria, quotas, reserve, tieLadder, seed }) => ({
    mode,
    criteria,
    quotas,
    ...(reserve ? { reserve } : {}),
    tieLadder,
    seed,
  }),
  normalise: (inputs) => ({
    ...inputs,
    entryIds: sortedIds(inputs.entryIds),
    reviews: inputs.reviews.toSorted(byPair),
    recusals: inputs.recusals.toSorted(byPair),
  }),
};

const byPair = (a: ReviewRecusal, b: ReviewRecusal): number =>
  compareIds(a.entryId, b.entryId) || compareIds(a.reviewerId, b.reviewerId);

/** Proposes a shortlist and a deserving list from reviews. Throws in plain words when a review is not complete. */
export function recomputeWeightedScore(inputs: WeightedScoreInputs): MethodProposal {
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
