import { type Order, sortedIds } from './order.js';
import { type QuotaLogLine, fillTiers } from './tiers.js';

/**
 * Proposes up to `most` winners from the top of an order. They come sorted by entry id and say nothing about rank. A tie
 * across the last place is left to people: nobody of it is proposed.
 */
export function proposeWinners(order: Order, most: number): { winners: string[]; openQuotas: QuotaLogLine[] } {
  const { tiers, log } = fillTiers(order, [{ tier: 'winner', count: most }], 'rest');
  return { winners: sortedIds(order.flat().filter((id) => tiers.get(id) === 'winner')), openQuotas: log };
}

/** Checks winners as people decided them: finalists, each once, at most `most`; fewer, even none, is allowed. */
export function checkWinners(chosen: readonly string[], finalists: Iterable<string>, most: number): string[] {
  const allowed = new Set(finalists);
  const problems = sortedIds(chosen)
    .filter((id) => !allowed.has(id))
    .map((id) => `Entry ${id} is not among the finalists.`);
  if (new Set(chosen).size < chosen.length) problems.push('An entry is named more than once.');
  if (chosen.length > most) problems.push(`There can be at most ${most} winners; ${chosen.length} are named.`);
  return problems;
}
