import { layersOf, type Order, sortedIds } from './order.js';
import type { Pairwise } from './pairwise.js';

interface Majority {
  winner: string;
  loser: string;
  votes: number;
  against: number;
}

/**
 * Ranked pairs (T. N. Tideman, 1987) with winning votes: majorities are locked from the strongest
 * to the weakest (more votes for; of these, fewer against), leaving out what contradicts the ones
 * locked before. Majorities of equal strength are taken together: each of them that lies on a
 * circle with stronger and equal ones is left out. So neither ids nor the order of ballots decide
 * anything; what this leaves level shares a group (see {@link layersOf}).
 */
export function rankedPairs(counts: Pairwise): Order {
  const ids = sortedIds(Object.keys(counts));
  const majorities: Majority[] = [];
  for (const winner of ids) {
    for (const loser of ids) {
      if (winner === loser) continue;
      const [votes, against] = [counts[winner]![loser]!, counts[loser]![winner]!];
      if (votes > against) majorities.push({ winner, loser, votes, against });
    }
  }
  majorities.sort((a, b) => b.votes - a.votes || a.against - b.against);

  let locked: Majority[] = [];
  for (let at = 0; at < majorities.length;) {
    const { votes, against } = majorities[at]!;
    const equal = majorities.slice(at).filter((m) => m.votes === votes && m.against === against);
    const candidates = [...locked, ...equal];
    locked = [...locked, ...equal.filter((m) => !leadsTo(candidates, m.loser, m.winner))];
    at += equal.length;
  }
  return layersOf(ids, (a, b) => locked.some((m) => m.winner === a && m.loser === b));
}

function leadsTo(majorities: readonly Majority[], from: string, to: string): boolean {
  const seen = new Set([from]);
  // A set grows while it is walked, so this visits everything that can be reached.
  for (const id of seen) {
    if (id === to) return true;
    for (const m of majorities) if (m.winner === id) seen.add(m.loser);
  }
  return false;
}
