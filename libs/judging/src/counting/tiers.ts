import { type Order, sortedIds } from './order.js';

/** How many entries a tier takes at most. */
export interface Quota<Tier extends string = string> {
  tier: Tier;
  count: number;
}

/** A tie that would have passed a quota: nobody of it was given the tier, people decide. */
export interface QuotaLogLine {
  tier: string;
  placesLeft: number;
  tied: string[];
}

/**
 * Fills the tiers from the top of the order, one after the other, and gives `rest` to everybody else. A group of tied
 * entries is never divided: when it does not fit, the tier ends before it, with places left, and the log says so.
 */
export function fillTiers<Tier extends string>(
  order: Order,
  quotas: readonly Quota<Tier>[],
  rest: Tier,
): { tiers: Map<string, Tier>; log: QuotaLogLine[] } {
  const tiers = new Map<string, Tier>();
  const log: QuotaLogLine[] = [];
  let at = 0;
  for (const { tier, count } of quotas) {
    let placesLeft = count;
    for (; at < order.length && order[at]!.length <= placesLeft; at++) {
      for (const id of order[at]!) tiers.set(id, tier);
      placesLeft -= order[at]!.length;
    }
    if (placesLeft > 0 && at < order.length) log.push({ tier, placesLeft, tied: sortedIds(order[at]!) });
  }
  for (const id of order.slice(at).flat()) tiers.set(id, rest);
  return { tiers, log };
}
