import { type Order, ranksOf } from './order.js';
import { type TieLogLine, breakTies } from './tie-ladder.js';
import { type Quota, type QuotaLogLine, fillTiers } from './tiers.js';
import type { WeightedScores, WeightedTieStep } from './weighted-scores.js';

/** An entry's place in a proposal; entries that nobody reviewed have no rank. */
export interface ProposedEntry<Tier extends string> {
  entryId: string;
  rank: number | null;
  tier: Tier;
}

/** A proposed shortlist: every entry by id with rank and tier, the ties broken, and quotas a tie left unfilled. */
export interface ShortlistProposal<Tier extends string> {
  entries: ProposedEntry<Tier>[];
  /** Best first, as far as the ladder tells; entries nobody reviewed are not in it. */
  order: Order;
  ties: TieLogLine[];
  openQuotas: QuotaLogLine[];
}

/**
 * Proposes who gets which tier: entries in the order of their means, ties broken by the ladder, quotas filled from the
 * top, `rest` for everybody else and for entries nobody reviewed.
 */
export function proposeShortlist<Tier extends string>(
  scores: WeightedScores,
  quotas: readonly Quota<Tier>[],
  rest: Tier,
  ladder: readonly WeightedTieStep[],
  seed: string,
): ShortlistProposal<Tier> {
  const { order, log: ties } = breakTies(scores.order(), scores.tieSteps(ladder, seed));
  const { tiers, log: openQuotas } = fillTiers(order, quotas, rest);
  const ranks = ranksOf(order);
  const entries = scores.entryIds.map((entryId) => ({
    entryId,
    rank: ranks.get(entryId) ?? null,
    tier: tiers.get(entryId) ?? rest,
  }));
  return { entries, order, ties, openQuotas };
}
