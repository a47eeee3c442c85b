import { sortedIds } from './order.js';
import type { Pairwise } from './pairwise.js';

/** The most entries {@link kemeny} takes: time and memory double with each further one. */
export const KEMENY_LIMIT = 15;

/** The Kemeny order, or why it was not computed. */
export type KemenyResult =
  | {
      computed: true;
      /** An order with the highest agreement, best first; among several the one whose ids come first. */
      order: string[];
      /** How many pairwise judgements agree with it. */
      agreement: number;
      /** How many different orders agree as well; 1 when it is the only one. */
      optimalOrders: number;
    }
  | { computed: false; reason: string };

/**
 * Kemeny's method, exact, by dynamic programming over subsets: the order that agrees with as many pairwise judgements
 * as possible. For more than {@link KEMENY_LIMIT} entries it says so instead of approximating.
 */
export function kemeny(counts: Pairwise): KemenyResult {
  const ids = sortedIds(Object.keys(counts));
  const n = ids.length;
  if (n > KEMENY_LIMIT) {
    return { computed: false, reason: `Kemeny's order is computed for up to ${KEMENY_LIMIT} entries; there are ${n}.` };
  }
  const votes = ids.map((a) => ids.map((b) => (a === b ? 0 : counts[a]![b]!)));
  const full = (1 << n) - 1;
  const best = new Float64Array(full + 1).fill(-1);
  const orders = new Float64Array(full + 1);
  const first = new Uint8Array(full + 1);
  best[0] = 0;
  orders[0] = 1;
  for (let set = 1; set <= full; set++) {
    for (let i = 0; i < n; i++) {
      if ((set & (1 << i)) === 0) continue;
      const rest = set & ~(1 << i);
      let agreement = best[rest]!;
      for (let j = 0; j < n; j++) if ((rest & (1 << j)) !== 0) agreement += votes[i]![j]!;
      if (agreement > best[set]!) {
        best[set] = agreement;
        orders[set] = orders[rest]!;
        first[set] = i;
      } else if (agreement === best[set]!) {
        orders[set]! += orders[rest]!;
      }
    }
  }
  const order: string[] = [];
  for (let set = full; set !== 0; set &= ~(1 << first[set]!)) order.push(ids[first[set]!]!);
  return { computed: true, order, agreement: best[full]!, optimalOrders: orders[full]! };
}
