import type { BordaResult } from '../counting/borda.js';
import type { KemenyResult } from '../counting/kemeny.js';
import type { Order } from '../counting/order.js';
import type { TieLogLine } from '../counting/tie-ladder.js';
import type { QuotaLogLine } from '../counting/tiers.js';
import type { EntryScore } from '../counting/weighted-scores.js';

/** An entry's score: "Entry e: 7.5 from 3 reviews (6 to 9)." */
export function scoreWords({ entryId, count, mean, min, max }: EntryScore): string {
  if (count === 0) return `Entry ${entryId}: nobody reviewed it, so it has no rank.`;
  return `Entry ${entryId}: ${mean} from ${count} ${count === 1 ? 'review' : 'reviews'} (${min} to ${max}).`;
}

/** One step of a tie ladder taken on one tie, with the value it saw for each entry. */
export function tieWords({ step, tied, values, order }: TieLogLine): string {
  const seen = tied.map((id) => `${id} (${values[id]})`).join(', ');
  const result = order.length === 1 ? 'still tied' : orderWords(order);
  return `Tie of ${seen}; step "${step}": ${result}.`;
}

/** A tie that would have passed a quota. */
export function quotaWords({ tier, placesLeft, tied }: QuotaLogLine): string {
  return `Places left in tier "${tier}": ${placesLeft}, too few for the tie of ${tied.join(', ')}; people decide.`;
}

/** Best first; "=" between tied entries, ">" between groups. */
export function orderWords(order: Order): string {
  return order.map((group) => group.join(' = ')).join(' > ') || 'no entries';
}

/** Borda's order with the points of each entry. */
export function bordaWords({ order, scores }: BordaResult): string {
  const points = order.flat().map((id) => `${id} ${scores[id]!.points} of ${scores[id]!.comparisons}`);
  return `Borda, shown beside it: ${orderWords(order)} (points of comparisons: ${points.join(', ') || 'none'}).`;
}

/** Kemeny's order, or why there is none. */
export function kemenyWords(result: KemenyResult): string {
  if (!result.computed) return `Kemeny, shown beside it: ${result.reason}`;
  const others = result.optimalOrders === 1 ? 'the only best order' : `one of ${result.optimalOrders} best orders`;
  const order = orderWords(result.order.map((id) => [id]));
  return `Kemeny, shown beside it: ${order} (${result.agreement} agreeing comparisons, ${others}).`;
}
