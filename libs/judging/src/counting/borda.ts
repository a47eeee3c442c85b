import { type Order, orderBy, sortedIds } from './order.js';
import { judgementsOf, type RankedBallot } from './pairwise.js';
import { type Rational, compareRationals, rational } from './rational.js';

/** An entry's points (1 for each entry placed below it, ½ for each level with it) out of so many comparisons. */
export interface BordaScore {
  points: number;
  comparisons: number;
}

/** What Borda's count gives: the order and each entry's score. */
export interface BordaResult {
  order: Order;
  scores: Record<string, BordaScore>;
}

/**
 * Borda's count. Entries are ordered by points per comparison, not by points: with complete ballots that is the same,
 * and with recusals an entry does not lose points because somebody was not allowed to judge it.
 */
export function borda(entryIds: Iterable<string>, ballots: readonly RankedBallot[]): BordaResult {
  const ids = sortedIds(entryIds);
  const known = new Set(ids);
  const scores = Object.fromEntries(ids.map((id): [string, BordaScore] => [id, { points: 0, comparisons: 0 }]));
  for (const ballot of ballots) {
    const groups = judgementsOf(ballot, known);
    const total = groups.flat().length;
    let below = total;
    for (const group of groups) {
      below -= group.length;
      for (const id of group) {
        scores[id]!.points += below + (group.length - 1) / 2;
        scores[id]!.comparisons += total - 1;
      }
    }
  }
  return { scores, order: orderBy(ids, (a, b) => compareRationals(bordaShare(scores[b]!), bordaShare(scores[a]!))) };
}

/** The exact share of comparisons won, between 0 and 1; ½ where there was nothing to compare. */
export function bordaShare({ points, comparisons }: BordaScore): Rational {
  // Points come in halves, so twice the points is a whole number.
  return comparisons === 0 ? rational(1n, 2n) : rational(BigInt(points * 2), BigInt(comparisons * 2));
}
