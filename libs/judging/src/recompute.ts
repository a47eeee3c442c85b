import { borda } from './borda.js';
import { digestOf } from './digest.js';
import { kemeny } from './kemeny.js';
import { compareIds, sortedIds } from './order.js';
import { type RankedBallot, judgementsOf, pairwise } from './pairwise.js';
import { rankedPairs } from './ranked-pairs.js';
import { schulze } from './schulze.js';
import { proposeShortlist } from './shortlist.js';
import { type RankedTieStep, breakTies, rankedTieSteps } from './tie-ladder.js';
import type { Quota } from './tiers.js';
import {
  type Criterion,
  type Review,
  type ReviewRecusal,
  type WeightedTieStep,
  WeightedScores,
} from './weighted-score.js';
import { proposeWinners } from './winners.js';

/** What screening gives an entry. */
export type ScreeningOutcome = 'shortlisted' | 'deserving' | 'eligible';

/** What the jury gives an entry. */
export type JuryOutcome = 'winner' | 'shortlisted';

/** The raw inputs of a screening decision: the method (frozen before) and all that was judged. */
export interface WeightedScoreInputs {
  method: 'weighted-score';
  criteria: Criterion[];
  /** Filled from the top; who gets none of them is `eligible`. */
  quotas: Quota<'shortlisted' | 'deserving'>[];
  tieLadder: WeightedTieStep[];
  seed: string;
  entryIds: string[];
  reviews: Review[];
  recusals: ReviewRecusal[];
}

/** A ballot as it enters a decision, known by its alias only. */
export interface CountedBallot extends RankedBallot {
  alias: string;
}

/** The raw inputs of a jury decision: the method (frozen before) and all ballots. */
export interface RankedBallotInputs {
  method: 'ranked-ballot';
  /** The most winners there can be. */
  winners: number;
  tieLadder: RankedTieStep[];
  seed: string;
  entryIds: string[];
  ballots: CountedBallot[];
}

export type DecisionInputs = WeightedScoreInputs | RankedBallotInputs;

/** A step of how a proposal came about: a stable code and its numbers, as JSON. */
export interface ProposalStep {
  step: string;
  data: unknown;
}

/**
 * What the method proposes: each entry's outcome, sorted by entry id, and how it came about. The log is internal: it
 * ranks, so nothing of it is shown where winners are unranked.
 */
export interface Proposal<Outcome extends string = ScreeningOutcome | JuryOutcome> {
  outcomes: { entryId: string; outcome: Outcome }[];
  log: ProposalStep[];
}

/** What the deciding activity records: digests (SHA-256 of RFC 8785 JSON) of inputs, method and proposal. */
export interface DecisionDigests {
  inputs: string;
  method: string;
  proposal: string;
}

/** Recomputes a decision from its raw inputs; the order of the inputs' lists changes nothing. */
export function recompute(inputs: DecisionInputs): Proposal {
  return inputs.method === 'weighted-score' ? recomputeWeightedScore(inputs) : recomputeRankedBallot(inputs);
}

/** Proposes a shortlist and a deserving list from reviews. Throws in plain words when a review is not complete. */
export function recomputeWeightedScore(inputs: WeightedScoreInputs): Proposal<ScreeningOutcome> {
  const scores = new WeightedScores(inputs.entryIds, inputs.criteria, inputs.reviews, inputs.recusals);
  const shortlist = proposeShortlist<ScreeningOutcome>(
    scores,
    inputs.quotas,
    'eligible',
    inputs.tieLadder,
    inputs.seed,
  );
  return {
    outcomes: shortlist.entries.map(({ entryId, tier }) => ({ entryId, outcome: tier })),
    log: [
      { step: 'scores', data: scores.table() },
      { step: 'not-reviewed', data: scores.notReviewed() },
      ...shortlist.ties.map((data) => ({ step: 'tie', data })),
      { step: 'ranks', data: shortlist.entries.map(({ entryId, rank }) => ({ entryId, rank })) },
      ...shortlist.openQuotas.map((data) => ({ step: 'open-quota', data })),
    ],
  };
}

/**
 * Proposes winners from ranked ballots: Schulze decides, the tie ladder breaks ties; Borda, Kemeny and ranked pairs
 * stand beside it in the log. An entry that no ballot ranks is not judged, so it can't be proposed.
 */
export function recomputeRankedBallot(inputs: RankedBallotInputs): Proposal<JuryOutcome> {
  const { ballots } = inputs;
  const all = new Set(inputs.entryIds);
  const ids = sortedIds(ballots.flatMap((ballot) => judgementsOf(ballot, all).flat()));
  const counts = pairwise(ids, ballots);
  const decided = schulze(counts);
  const { order, log: ties } = breakTies(decided.order, rankedTieSteps(inputs.tieLadder, ids, ballots, inputs.seed));
  const { winners, openQuotas } = proposeWinners(order, inputs.winners);
  return {
    outcomes: sortedIds(all).map((entryId) => ({
      entryId,
      outcome: winners.includes(entryId) ? 'winner' : 'shortlisted',
    })),
    log: [
      { step: 'ballots', data: ballots.length },
      { step: 'not-judged', data: sortedIds(all).filter((id) => !ids.includes(id)) },
      { step: 'pairwise', data: counts },
      { step: 'schulze', data: decided },
      ...ties.map((data) => ({ step: 'tie', data })),
      { step: 'order', data: order },
      ...openQuotas.map((data) => ({ step: 'open-quota', data })),
      { step: 'beside/borda', data: borda(ids, ballots) },
      { step: 'beside/kemeny', data: kemeny(counts) },
      { step: 'beside/ranked-pairs', data: rankedPairs(counts) },
    ],
  };
}

/** The digests to record with a decision; those of inputs and method do not depend on the order of lists of records. */
export function decisionDigests(inputs: DecisionInputs, proposal: Proposal): DecisionDigests {
  return {
    inputs: digestOf(inNormalOrder(inputs)),
    method: methodDigest(inputs),
    proposal: digestOf(proposal),
  };
}

/** The digest of the method alone: all that is frozen before anything is judged. */
export function methodDigest(inputs: MethodOf<WeightedScoreInputs> | MethodOf<RankedBallotInputs>): string {
  const { method, tieLadder, seed } = inputs;
  if (inputs.method === 'ranked-ballot') return digestOf({ method, winners: inputs.winners, tieLadder, seed });
  return digestOf({ method, criteria: inputs.criteria, quotas: inputs.quotas, tieLadder, seed });
}

/** The inputs without what was judged. */
export type MethodOf<Inputs extends DecisionInputs> = Omit<Inputs, 'entryIds' | 'reviews' | 'recusals' | 'ballots'>;

function inNormalOrder(inputs: DecisionInputs): DecisionInputs {
  const entryIds = sortedIds(inputs.entryIds);
  if (inputs.method === 'ranked-ballot')
    return { ...inputs, entryIds, ballots: inputs.ballots.toSorted((a, b) => compareIds(a.alias, b.alias)) };
  const byPair = (a: ReviewRecusal, b: ReviewRecusal) =>
    compareIds(a.entryId, b.entryId) || compareIds(a.reviewerId, b.reviewerId);
  return { ...inputs, entryIds, reviews: inputs.reviews.toSorted(byPair), recusals: inputs.recusals.toSorted(byPair) };
}
