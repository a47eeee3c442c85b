/** Groups of entry ids, best group first; entries in one group are tied. Ids inside a group are sorted. */
export type Order = string[][];

/** Compares two ids by UTF-16 code units: the same on every machine and in every locale. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The distinct ids, sorted. */
export function sortedIds(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort(compareIds);
}

/** Groups the ids by a weak order: `compare(a, b) < 0` when `a` comes before `b`, `0` when they are tied. */
export function orderBy(ids: Iterable<string>, compare: (a: string, b: string) => number): Order {
  const order: Order = [];
  for (const id of sortedIds(ids).sort(compare)) {
    const last = order.at(-1);
    if (last !== undefined && compare(last[0]!, id) === 0) last.push(id);
    else order.push([id]);
  }
  return order;
}

/**
 * Turns an acyclic relation into a complete order with ties: the first group holds everybody whom nobody beats, the
 * next one everybody whom only the groups before beat, and so on. Whoever beats another always stands before it.
 */
export function layersOf(ids: Iterable<string>, beats: (a: string, b: string) => boolean): Order {
  const order: Order = [];
  let left = sortedIds(ids);
  while (left.length > 0) {
    const best = left.filter((id) => !left.some((other) => beats(other, id)));
    if (best.length === 0) throw new Error(`the relation among ${left.join(', ')} has a cycle`);
    order.push(best);
    left = left.filter((id) => !best.includes(id));
  }
  return order;
}

/** The rank of each entry, counted from 1; tied entries share the better rank and the next ranks are left out. */
export function ranksOf(order: Order): Map<string, number> {
  const ranks = new Map<string, number>();
  let before = 0;
  for (const group of order) {
    for (const id of group) ranks.set(id, before + 1);
    before += group.length;
  }
  return ranks;
}
