import type { EntryOutcome } from '#libs/contracts/pure';
import { type Order, sortedIds } from './order.js';
import { type QuotaLogLine, fillTiers } from './tiers.js';

/**
 * Proposes up to `most` winners from the top of an order. They come sorted by entry id and say
 * nothing about rank. A tie across the last place is left to people: nobody of it is proposed.
 */
export function proposeWinners(order: Order, most: number): { winners: string[]; openQuotas: QuotaLogLine[] } {
  const { tiers, log } = fillTiers(order, [{ tier: 'winner', count: most }], 'rest');
  return { winners: sortedIds(order.flat().filter((id) => tiers.get(id) === 'winner')), openQuotas: log };
}

/** Each entry's outcome when these are the winners, sorted by entry id. */
export const outcomesOf = (entryIds: Iterable<string>, winners: readonly string[]): EntryOutcome[] =>
  sortedIds(entryIds).map((entryId) => ({ entryId, outcome: winners.includes(entryId) ? 'winner' : 'shortlisted' }));
