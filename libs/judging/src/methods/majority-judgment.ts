import { type Order, orderBy } from '../counting/order.js';

/**
 * Majority judgment (M. Balinski, R. Laraki, "Majority Judgment", 2010). `tallies[id]` counts an entry's grades from the
 * worst to the best. Entries are compared by their median grades (the lower one of two); while these are equal, one such
 * grade is taken from each and the next median compared. Where recusals left entries with different numbers of grades,
 * each grade first counts so many times that the numbers are equal, which changes nobody's medians. Every entry needs
 * at least one grade.
 */
export function majorityJudgment(tallies: Readonly<Record<string, readonly number[]>>): Order {
  const totals = Object.entries(tallies).map(([id, tally]) => {
    const total = tally.reduce((grades, count) => grades + count, 0);
    if (total === 0) throw new Error(`entry ${id} has no grades`);
    return total;
  });
  const common = totals.reduce(leastCommonMultiple, 1);
  const values = new Map(
    Object.entries(tallies).map(([id, tally], at): [string, number[]] => [id, medians(tally, common / totals[at]!)]),
  );
  return orderBy(values.keys(), (a, b) => {
    const [ours, theirs] = [values.get(a)!, values.get(b)!];
    const at = ours.findIndex((grade, place) => grade !== theirs[place]);
    return at === -1 ? 0 : theirs[at]! - ours[at]!;
  });
}

/** The grades in the order in which taking away median after median finds them (Balinski's majority value). */
function medians(tally: readonly number[], times: number): number[] {
  const grades = tally.flatMap((count, grade) => Array.from({ length: count * times }, () => grade));
  let below = Math.ceil(grades.length / 2) - 1;
  let above = below + 1;
  const value: number[] = [];
  // After the first, an even rest has its lower median just below the gap and an odd one its median just above it.
  for (let left = grades.length; left > 0; left--) {
    const lower = left === grades.length || left % 2 === 0;
    value.push(lower ? grades[below--]! : grades[above++]!);
  }
  return value;
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
