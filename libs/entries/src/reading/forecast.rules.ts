import type { ExpectedEntries } from '#libs/cycles';

/** How an earlier call of the programme filled up. */
export interface EarlierCall {
  title: string;
  /** How many entries it had received when as much of its time had passed as has of this one's. */
  byThen: number;
  /** How many it had received in the end. */
  total: number;
}

/** What is known of an edition that was not run here. */
export interface PastTotal {
  title: string;
  entries: number;
}

/**
 * With less than this share of their entries in, earlier calls say nothing of the pace: one entry more would be many.
 */
const LEAST_SHARE = 0.05;

/**
 * How many entries a call will have received at its deadline.
 *
 * Going by calls run here: they had received the share s = Σ byThen / Σ total by this part of their
 * time, so `received` is the share s of what is to come: received / s. Before s is 5 %, the mean of
 * their totals. Going by past editions, of which only totals are known: their median. Never less
 * than is there; rounded to whole entries.
 */
export function expectedEntries(received: number, earlier: EarlierCall[], past: PastTotal[]): ExpectedEntries {
  const curves = earlier.filter(({ total }) => total > 0);
  if (curves.length > 0) {
    const total = sum(curves.map((call) => call.total));
    const share = sum(curves.map(({ byThen }) => byThen)) / total;
    const count = share < LEAST_SHARE ? total / curves.length : received / share;
    return { count: Math.max(received, Math.round(count)), source: 'earlier-cycles', of: curves.map(titleOf) };
  }
  if (past.length === 0) return { count: null, source: 'not-known', of: [] };
  const totals = past.map(({ entries }) => entries).toSorted((a, b) => a - b);
  const middle = [totals[(totals.length - 1) >> 1]!, totals[totals.length >> 1]!];
  return { count: Math.max(received, Math.round(sum(middle) / 2)), source: 'past-editions', of: past.map(titleOf) };
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
const titleOf = ({ title }: { title: string }): string => title;
