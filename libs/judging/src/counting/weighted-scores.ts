import type { Said } from '#libs/contracts/pure';
import { inWords } from '#libs/words/pure';
import { compareIds, type Order, orderBy, sortedIds } from './order.js';
import {
  type Rational,
  ZERO,
  compareRationals,
  dividedBy,
  fromNumber,
  minus,
  rational,
  sum,
  times,
  toNumber,
} from './rational.js';
import { refusal } from '../refusals.words.js';
import { type TieStep, higherFirst, seedStep } from './tie-ladder.js';

/** A criterion: its scale (inclusive) and its weight, relative to the other weights. */
export interface Criterion {
  key: string;
  min: number;
  max: number;
  weight: number;
}

/** One reviewer's scores of one entry, by criterion key. */
export interface Review {
  reviewerId: string;
  entryId: string;
  scores: Record<string, number>;
}

/** A reviewer who gives no judgement of an entry; reviews of such a pair are left out. */
export interface ReviewRecusal {
  reviewerId: string;
  entryId: string;
}

/** An entry's exact values. `reviews` are sorted by reviewer, so nothing tells in which order they came. */
interface Scored {
  mean: Rational;
  byCriterion: ReadonlyMap<string, Rational>;
  reviews: { reviewerId: string; value: Rational }[];
}

/** An entry's score for people, rounded to 6 decimals (half away from zero); `null` where nobody reviewed it. */
export interface EntryScore {
  entryId: string;
  count: number;
  mean: number | null;
  min: number | null;
  max: number | null;
  /** Population standard deviation of the reviews' values. */
  standardDeviation: number | null;
  byCriterion: Record<string, number>;
  reviews: { reviewerId: string; value: number }[];
}

/** What is wrong with a review: the criterion and a message for its author. */
export interface ReviewProblem {
  criterion: string;
  message: Said;
}

/** Checks a review before it is submitted: each criterion scored, on its scale, and nothing else. */
export function checkReview(scores: Readonly<Record<string, number>>, criteria: readonly Criterion[]): ReviewProblem[] {
  const problems: ReviewProblem[] = [];
  for (const { key, min, max } of criteria) {
    const score = scores[key];
    if (score === undefined) problems.push({ criterion: key, message: refusal('score.missing', { key, min, max }) });
    else if (!(score >= min && score <= max))
      problems.push({ criterion: key, message: refusal('score.offScale', { key, score, min, max }) });
  }
  for (const key of Object.keys(scores)) {
    if (!criteria.some((criterion) => criterion.key === key))
      problems.push({ criterion: key, message: refusal('score.noCriterion', { key }) });
  }
  return problems;
}

/**
 * Scores of all entries, exact inside. A review's value is the weighted mean of its scores, Σ weight·score ÷ Σ weight;
 * an entry's is the mean of its reviews' values. Scores on another scale than the first criterion's are first mapped to
 * that one linearly, so that a weight means the same on every scale (with one common scale nothing is mapped).
 */
export class WeightedScores {
  readonly entryIds: readonly string[];
  readonly #scored = new Map<string, Scored>();
  readonly #criteria: readonly Criterion[];

  /** Throws an Error in plain words when a review is not complete, or when two are by the same person of one entry. */
  constructor(
    entryIds: Iterable<string>,
    criteria: readonly Criterion[],
    reviews: readonly Review[],
    recusals: readonly ReviewRecusal[] = [],
  ) {
    this.entryIds = sortedIds(entryIds);
    this.#criteria = criteria;
    for (const entryId of this.entryIds) {
      const own = reviews
        .filter((review) => review.entryId === entryId && !isRecused(review, recusals))
        .sort((a, b) => compareIds(a.reviewerId, b.reviewerId));
      if (own.length > 0) this.#scored.set(entryId, scoreEntry(entryId, criteria, own));
    }
  }

  /** The entries at least one person reviewed, by mean, highest first; equal means share a group. */
  order(): Order {
    return orderBy(this.#scored.keys(), (a, b) => compareRationals(this.#of(b).mean, this.#of(a).mean));
  }

  /** The entries nobody reviewed: they have no place in the order, not the last one. */
  notReviewed(): string[] {
    return this.entryIds.filter((id) => !this.#scored.has(id));
  }

  /** The scores for people, by entry id. */
  table(): EntryScore[] {
    return this.entryIds.map((entryId) => {
      const scored = this.#scored.get(entryId);
      return scored === undefined ? emptyScore(entryId) : roundedScore(entryId, scored);
    });
  }

  /** Builds the steps of a weighted-score ladder. Throws on a step it does not know. */
  tieSteps(ladder: readonly WeightedTieStep[], seed: string): TieStep[] {
    return ladder.map((name) => {
      if (name === 'seed') return seedStep(seed);
      if (name === 'highest-minimum') return this.#step(name, ({ reviews }) => extremes(reviews).min);
      if (name === 'smallest-spread') return this.#step(name, ({ reviews }) => minus(ZERO, spread(reviews)));
      const key = name.startsWith('criterion:') ? name.slice('criterion:'.length) : undefined;
      if (key !== undefined && this.#criteria.some((criterion) => criterion.key === key))
        return this.#step(name, ({ byCriterion }) => byCriterion.get(key)!);
      throw new Error(
        `unknown tie step "${name}"; allowed: criterion:KEY of the stage, highest-minimum, smallest-spread, seed`,
      );
    });
  }

  #step(name: string, value: (scored: Scored) => Rational): TieStep {
    const of = (id: string) => value(this.#of(id));
    return higherFirst(name, of, (id) => String(toNumber(of(id))));
  }

  #of(entryId: string): Scored {
    return this.#scored.get(entryId)!;
  }
}

/**
 * A step of a weighted-score tie ladder: the higher mean in one criterion, the higher lowest review, the smaller
 * difference between highest and lowest review (logged as a negative number, so that higher is better), or the lot.
 */
export type WeightedTieStep = `criterion:${string}` | 'highest-minimum' | 'smallest-spread' | 'seed';

function isRecused(review: Review, recusals: readonly ReviewRecusal[]): boolean {
  return recusals.some((recusal) => recusal.reviewerId === review.reviewerId && recusal.entryId === review.entryId);
}

function scoreEntry(entryId: string, criteria: readonly Criterion[], reviews: readonly Review[]): Scored {
  for (const [at, { reviewerId, scores }] of reviews.entries()) {
    if (reviews[at - 1]?.reviewerId === reviewerId)
      throw new Error(`entry ${entryId} has two reviews by ${reviewerId}; only the latest counts`);
    const [problem] = checkReview(scores, criteria);
    if (problem) throw new Error(`the review of entry ${entryId} by ${reviewerId}: ${inWords(problem.message, 'en')}`);
  }
  const onCommonScale = (criterion: Criterion) =>
    reviews.map((review) => mapped(review.scores[criterion.key]!, criterion, criteria[0]!));
  const columns = criteria.map((criterion) => ({
    key: criterion.key,
    weight: fromNumber(criterion.weight),
    scores: onCommonScale(criterion),
  }));
  const totalWeight = sum(columns.map(({ weight }) => weight));
  if (totalWeight.n <= 0n || columns.some(({ weight }) => weight.n < 0n))
    throw new Error('the weights of the criteria must not be negative and must add up to more than 0');
  const values = reviews.map((review, at) => ({
    reviewerId: review.reviewerId,
    value: dividedBy(sum(columns.map(({ weight, scores }) => times(weight, scores[at]!))), totalWeight),
  }));
  return {
    mean: mean(values.map(({ value }) => value)),
    byCriterion: new Map(columns.map(({ key, scores }): [string, Rational] => [key, mean(scores)])),
    reviews: values,
  };
}

function mapped(score: number, from: Criterion, to: Criterion): Rational {
  const exact = fromNumber(score);
  if (from.min === to.min && from.max === to.max) return exact;
  const [fromMin, toMin] = [fromNumber(from.min), fromNumber(to.min)];
  const share = dividedBy(minus(exact, fromMin), minus(fromNumber(from.max), fromMin));
  return sum([toMin, times(share, minus(fromNumber(to.max), toMin))]);
}

function mean(values: readonly Rational[]): Rational {
  return dividedBy(sum(values), rational(BigInt(values.length)));
}

function extremes(reviews: Scored['reviews']): { min: Rational; max: Rational } {
  const sorted = reviews.map(({ value }) => value).sort(compareRationals);
  return { min: sorted[0]!, max: sorted.at(-1)! };
}

function spread(reviews: Scored['reviews']): Rational {
  const { min, max } = extremes(reviews);
  return minus(max, min);
}

function emptyScore(entryId: string): EntryScore {
  const nothing = { mean: null, min: null, max: null, standardDeviation: null };
  return { entryId, count: 0, ...nothing, byCriterion: {}, reviews: [] };
}

function roundedScore(entryId: string, scored: Scored): EntryScore {
  const { min, max } = extremes(scored.reviews);
  const squares = scored.reviews.map(({ value }) => minus(value, scored.mean)).map((off) => times(off, off));
  const deviation = Math.sqrt(toNumber(mean(squares), 12));
  return {
    entryId,
    count: scored.reviews.length,
    mean: toNumber(scored.mean),
    min: toNumber(min),
    max: toNumber(max),
    standardDeviation: toNumber(fromNumber(deviation)),
    byCriterion: Object.fromEntries([...scored.byCriterion].map(([key, value]) => [key, toNumber(value)])),
    reviews: scored.reviews.map(({ reviewerId, value }) => ({ reviewerId, value: toNumber(value) })),
  };
}
