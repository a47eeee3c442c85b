import type { EntryOutcome, Outcome } from '#libs/contracts/pure';

/**
 * Tiers that are published, highest first. An entry stands in the highest it was given; nobody is named as rejected.
 */
export const PUBLISHED_TIERS = ['winner', 'shortlisted', 'deserving'] as const satisfies Outcome[];
export type PublishedTier = (typeof PUBLISHED_TIERS)[number];

/** Whoever a decision says this of stands in no tier any more, whatever others gave. */
const OUT: readonly Outcome[] = ['disqualified', 'withdrawn'];

/** The tier each entry is shown in, by the outcomes of all decisions that are shown. */
export function highestTiers(outcomes: readonly EntryOutcome[]): Map<string, PublishedTier> {
  const tiers = new Map<string, PublishedTier>();
  for (const tier of PUBLISHED_TIERS.toReversed())
    for (const { entryId, outcome } of outcomes) if (outcome === tier) tiers.set(entryId, tier);
  for (const { entryId, outcome } of outcomes) if (OUT.includes(outcome)) tiers.delete(entryId);
  return tiers;
}
