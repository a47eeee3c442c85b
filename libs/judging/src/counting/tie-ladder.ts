import { borda, bordaShare } from './borda.js';
import { drawOf } from './digest.js';
import { type Order, compareIds, orderBy, sortedIds } from './order.js';
import { type RankedBallot, judgementsOf } from './pairwise.js';
import { type Rational, compareRationals, rational } from './rational.js';

/** One step of a tie ladder: how it orders tied entries, and the value it saw for each, for the log. */
export interface TieStep {
  name: string;
  compare(a: string, b: string): number;
  value(entryId: string): string;
}

/** One step taken on one tie: who was tied, what the step saw, and the order it gave (one group: still tied). */
export interface TieLogLine {
  step: string;
  tied: string[];
  values: Record<string, string>;
  order: Order;
}

/** Breaks the ties of an order with the steps of a ladder, in turn, and logs each step taken on each tie. */
export function breakTies(order: Order, steps: readonly TieStep[]): { order: Order; log: TieLogLine[] } {
  const log: TieLogLine[] = [];
  const resolve = (group: string[], at: number): Order => {
    const step = steps[at];
    if (group.length < 2 || step === undefined) return [group];
    const finer = orderBy(group, (a, b) => step.compare(a, b));
    const values = Object.fromEntries(sortedIds(group).map((id) => [id, step.value(id)]));
    log.push({ step: step.name, tied: sortedIds(group), values, order: finer });
    return finer.flatMap((part) => resolve(part, at + 1));
  };
  return { order: order.flatMap((group) => resolve(group, 0)), log };
}

/** The steps a ranked-ballot method may declare, in any order; `seed` decides every tie. */
export const RANKED_TIE_STEPS = ['borda', 'most-first-places', 'seed'] as const;

/** Builds the steps of a ranked-ballot ladder for these ballots. Throws on a step it does not know. */
export function rankedTieSteps(
  ladder: readonly string[],
  entryIds: Iterable<string>,
  ballots: readonly RankedBallot[],
  seed: string,
): TieStep[] {
  const ids = sortedIds(entryIds);
  return ladder.map((name) => {
    if (name === 'borda') return bordaStep(ids, ballots);
    if (name === 'most-first-places') return firstPlacesStep(ids, ballots);
    if (name === 'seed') return seedStep(seed);
    throw new Error(`unknown tie step "${name}"; allowed: ${RANKED_TIE_STEPS.join(', ')}`);
  });
}

/** The lot: entries are ordered by SHA-256 over (seed, entry id), which never ties and which anybody can repeat. */
export function seedStep(seed: string): TieStep {
  const draw = (id: string) => drawOf(seed, 'tie', id);
  return { name: 'seed', compare: (a, b) => compareIds(draw(a), draw(b)), value: draw };
}

/** A step that puts the higher of two exact values first. */
export function higherFirst(
  name: string,
  value: (entryId: string) => Rational,
  words: (entryId: string) => string,
): TieStep {
  return { name, compare: (a, b) => compareRationals(value(b), value(a)), value: words };
}

function bordaStep(ids: readonly string[], ballots: readonly RankedBallot[]): TieStep {
  const { scores } = borda(ids, ballots);
  const words = (id: string) => `${scores[id]!.points} points of ${scores[id]!.comparisons} comparisons`;
  return higherFirst('borda', (id) => bordaShare(scores[id]!), words);
}

/** First places per ballot that ranks the entry, so that a recusal takes nothing away; a shared one counts for each. */
function firstPlacesStep(ids: readonly string[], ballots: readonly RankedBallot[]): TieStep {
  const known = new Set(ids);
  const rankings = ballots.map((ballot) => judgementsOf(ballot, known));
  const count = (id: string) => ({
    first: rankings.filter(([best]) => best?.includes(id)).length,
    of: rankings.filter((ranking) => ranking.some((group) => group.includes(id))).length,
  });
  const share = (id: string) => {
    const { first, of } = count(id);
    return of === 0 ? rational(0n) : rational(BigInt(first), BigInt(of));
  };
  const words = (id: string) => `${count(id).first} first places on ${count(id).of} ballots`;
  return higherFirst('most-first-places', share, words);
}
