import type { Said } from '#libs/contracts/pure';
import { type Order, orderBy, sortedIds } from '../counting/order.js';
import { breakTies, seedStep } from '../counting/tie-ladder.js';
import { outcomesOf, proposeWinners } from '../counting/winners.js';
import {
  type BallotFault,
  type BallotInputs,
  type BallotMethod,
  type MethodProposal,
  byBallots,
} from './decision-method.js';
import { majorityJudgmentWords, refusal } from './majority-judgment.words.js';
import { orderWords, quotaWords, tieWords } from './proposal-log.js';

/** The grades, from the worst to the best. Decisions were made by this list: it stays as it is. */
export const GRADES = ['reject', 'poor', 'acceptable', 'good', 'very-good', 'excellent'] as const;
type Grade = (typeof GRADES)[number];

/** What a juror casts: a grade for each entry, by its id. */
type Grades = { grades: Record<string, Grade> };

/** Majority judgment: the entry with the best median grade comes first. Entries with the same grades stay tied. */
export const majorityJudgment: BallotMethod<Grades> = {
  ...byBallots,
  key: 'majority-judgment',
  ballot: {
    type: 'object',
    properties: {
      grades: {
        description: 'A grade for each entry, by its id; entries one is recused from are left out',
        type: 'object',
        maxProperties: 1000,
        propertyNames: { type: 'string', format: 'uuid' },
        additionalProperties: { type: 'string', enum: GRADES },
      },
    },
    required: ['grades'],
    additionalProperties: false,
  },
  check: checkGrades,
  recompute: recomputeMajorityJudgment,
  tieSteps: ['seed'],
  tieLadder: [],
  words: majorityJudgmentWords,
};

/** Checks that each of the entries is graded or recused, and no other. */
function checkGrades({ grades }: Grades, entryIds: readonly string[], recused: readonly string[]): BallotFault[] {
  const faults: BallotFault[] = [];
  for (const entryId of sortedIds(Object.keys(grades))) {
    const report = (message: Said) => faults.push({ pointer: `/grades/${entryId}`, entryId, message });
    if (!entryIds.includes(entryId)) report(refusal('entry.unknown', { entryId }));
    else if (recused.includes(entryId)) report(refusal('entry.recused', { entryId }));
  }
  for (const entryId of sortedIds(entryIds)) {
    if (!(entryId in grades) && !recused.includes(entryId))
      faults.push({ pointer: '/grades', entryId, message: refusal('entry.notGraded', { entryId }) });
  }
  return faults;
}

/** Proposes winners from graded ballots. An entry that no ballot grades is not judged, so it can't be proposed. */
function recomputeMajorityJudgment(inputs: BallotInputs<Grades>): MethodProposal {
  const { ballots } = inputs;
  const all = sortedIds(inputs.entryIds);
  const tallies = Object.fromEntries(all.map((id) => [id, tallyOf(id, ballots)]));
  const notJudged = all.filter((id) => gradesIn(tallies[id]!) === 0);
  const judged = all.filter((id) => !notJudged.includes(id));
  const decided = byMajorityJudgment(Object.fromEntries(judged.map((id) => [id, tallies[id]!])));
  const { order, log: ties } = breakTies(decided, tieSteps(inputs));
  const { winners, openQuotas } = proposeWinners(order, inputs.winners);
  return {
    outcomes: outcomesOf(all, winners),
    log: [
      `${ballots.length} ballots are counted.`,
      ...notJudged.map((id) => `Entry ${id}: no ballot grades it, so it cannot be proposed.`),
      ...judged.map((id) => tallyWords(id, tallies[id]!)),
      `Majority judgment decides: ${orderWords(decided)}.`,
      ...ties.map(tieWords),
      ...openQuotas.map(quotaWords),
    ],
    details: { notJudged, tallies, decided, ties, order, openQuotas },
  };
}

/** Counts an entry's grades, from the worst to the best. Throws when a ballot was not cast as grades. */
function tallyOf(entryId: string, ballots: BallotInputs<Grades>['ballots']): number[] {
  const tally = GRADES.map(() => 0);
  for (const { alias, grades, recused } of ballots) {
    if (typeof grades !== 'object') throw new Error(`ballot ${alias} has no grades: it was cast by another method`);
    if (!(entryId in grades) || recused.includes(entryId)) continue;
    const grade = GRADES.indexOf(grades[entryId]!);
    if (grade < 0) throw new Error(`ballot ${alias} gives the unknown grade "${grades[entryId]}"`);
    tally[grade]! += 1;
  }
  return tally;
}

const gradesIn = (tally: readonly number[]): number => tally.reduce((grades, count) => grades + count, 0);

function tieSteps({ tieLadder, seed }: BallotInputs<Grades>) {
  return tieLadder.map((name) => {
    if (name !== 'seed') throw new Error(`unknown tie step "${name}"; allowed: seed`);
    return seedStep(seed);
  });
}

/** "Entry e: good in the middle of 3 grades (1 excellent, 1 good, 1 poor)." */
function tallyWords(entryId: string, tally: readonly number[]): string {
  const median = GRADES[medians(tally, 1)[0]!];
  const counts = GRADES.flatMap((grade, at) => (tally[at] ? [`${tally[at]} ${grade}`] : [])).toReversed();
  return `Entry ${entryId}: ${median} in the middle of ${gradesIn(tally)} grades (${counts.join(', ')}).`;
}

/**
 * Majority judgment (M. Balinski, R. Laraki, "Majority Judgment", 2010). `tallies[id]` counts an
 * entry's grades from the worst to the best. Entries are compared by their median grades (the lower
 * one of two); while these are equal, one such grade is taken from each and the next median
 * compared. Where recusals left entries with different numbers of grades, each grade first counts
 * so many times that the numbers are equal, which changes nobody's medians. Every entry needs at
 * least one grade.
 */
export function byMajorityJudgment(tallies: Readonly<Record<string, readonly number[]>>): Order {
  const totals = Object.entries(tallies).map(([id, tally]) => {
    const total = gradesIn(tally);
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
