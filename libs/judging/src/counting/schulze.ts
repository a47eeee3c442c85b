import { layersOf, type Order } from './order.js';
import type { Pairwise } from './pairwise.js';

/** What the Schulze method gives: the order and the strengths of the strongest paths it rests on. */
export interface SchulzeResult {
  order: Order;
  strongestPaths: Pairwise;
}

/**
 * The Schulze method with winning votes (M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and
 * Condorcet-consistent single-winner election method", 2011). A link counts the votes of the winning side; a path is as
 * strong as its weakest link; `a` stands before `b` when its strongest path to `b` is stronger than the one back. The
 * relation is a strict partial order; entries it leaves level share a group (see {@link layersOf}).
 */
export function schulze(counts: Pairwise): SchulzeResult {
  const ids = Object.keys(counts);
  const paths: Pairwise = {};
  for (const a of ids) {
    paths[a] = {};
    for (const b of ids) {
      if (a === b) continue;
      const [forth, back] = [counts[a]![b]!, counts[b]![a]!];
      paths[a][b] = forth > back ? forth : 0;
    }
  }
  for (const via of ids) {
    for (const a of ids) {
      for (const b of ids) {
        if (a === b || a === via || b === via) continue;
        paths[a]![b] = Math.max(paths[a]![b]!, Math.min(paths[a]![via]!, paths[via]![b]!));
      }
    }
  }
  return { order: layersOf(ids, (a, b) => a !== b && paths[a]![b]! > paths[b]![a]!), strongestPaths: paths };
}
