import { type Order, sortedIds } from './order.js';

/**
 * One person's ranking: groups of entry ids, best first, several in one group when they are tied.
 * The entries the person is recused from stand in `recused` and nowhere else.
 */
export interface RankedBallot {
  ranking: string[][];
  recused: string[];
}

/** `pairwise[a][b]`: how many ballots place `a` before `b`. Every entry has a row; the diagonal is left out. */
export type Pairwise = Record<string, Record<string, number>>;

/** What is wrong with a ballot, as a stable code, and the entry it is about (if any). */
export interface BallotProblem {
  code: 'unknown-entry' | 'ranked-twice' | 'ranked-and-recused' | 'unknown-recusal' | 'not-ranked' | 'empty-group';
  entryId?: string;
}

/**
 * Checks a ballot before it is stored. A ballot is complete: each of the `entryIds` is ranked exactly once or recused.
 * Somebody who cannot tell entries apart puts them into one group; leaving one out is not a way to say so.
 */
export function checkBallot(ballot: RankedBallot, entryIds: Iterable<string>): BallotProblem[] {
  const allowed = new Set(entryIds);
  const recused = new Set(ballot.recused);
  const ranked = new Set<string>();
  const problems: BallotProblem[] = [];
  const report = (code: BallotProblem['code'], entryId?: string) =>
    problems.push(entryId === undefined ? { code } : { code, entryId });

  for (const group of ballot.ranking) {
    if (group.length === 0) report('empty-group');
    for (const id of group) {
      if (!allowed.has(id)) report('unknown-entry', id);
      else if (ranked.has(id)) report('ranked-twice', id);
      else if (recused.has(id)) report('ranked-and-recused', id);
      ranked.add(id);
    }
  }
  for (const id of sortedIds(recused)) {
    if (!allowed.has(id)) report('unknown-recusal', id);
  }
  for (const id of sortedIds(allowed)) {
    if (!ranked.has(id) && !recused.has(id)) report('not-ranked', id);
  }
  return problems;
}

/**
 * The judgements a ballot gives on the `entryIds`: its ranking without recused entries and without entries that are no
 * longer judged. An entry that is missing says nothing, it is not in last place: so recusing somebody from an entry and
 * deleting their judgement of it are the same thing by construction.
 */
export function judgementsOf(ballot: RankedBallot, entryIds: ReadonlySet<string>): Order {
  const recused = new Set(ballot.recused);
  return ballot.ranking
    .map((group) => sortedIds(group.filter((id) => entryIds.has(id) && !recused.has(id))))
    .filter((group) => group.length > 0);
}

/** Counts the comparisons of all ballots. A pair counts on a ballot only if that ballot ranks both entries. */
export function pairwise(entryIds: Iterable<string>, ballots: readonly RankedBallot[]): Pairwise {
  const ids = sortedIds(entryIds);
  const known = new Set(ids);
  const counts: Pairwise = {};
  for (const a of ids) counts[a] = Object.fromEntries(ids.filter((b) => b !== a).map((b) => [b, 0]));
  for (const ballot of ballots) {
    const groups = judgementsOf(ballot, known);
    for (const [place, group] of groups.entries()) {
      const after = groups.slice(place + 1).flat();
      for (const a of group) for (const b of after) counts[a]![b]! += 1;
    }
  }
  return counts;
}
