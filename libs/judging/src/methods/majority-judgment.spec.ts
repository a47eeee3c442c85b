import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GRADES, byMajorityJudgment, majorityJudgment } from './majority-judgment.js';
import { decisionDigests, recomputeDecision } from './decision.rules.js';
import type { BallotInputs } from './decision-method.js';
import { ranksOf } from '../counting/order.js';

const knownAnswers: { name: string; tallies: number[][]; ranks: number[] }[] = JSON.parse(
  readFileSync(new URL('./known-answers/majority-judgment.json', import.meta.url), 'utf8'),
);

describe('majority judgment', () => {
  it.each(knownAnswers)('known answers: $name', ({ tallies, ranks }) => {
    const byId = Object.fromEntries(tallies.map((tally, at) => [`proposal ${at}`, tally]));
    const found = ranksOf(byMajorityJudgment(byId));
    expect(Object.keys(byId).map((id) => found.get(id))).toEqual(ranks);
  });

  it('agrees with taking away one median after the other', () => {
    const majorityValue = (tally: number[]) => {
      const grades = tally.flatMap((count, grade) => Array.from({ length: count }, () => grade));
      return Array.from({ length: grades.length }, () => grades.splice(Math.ceil(grades.length / 2) - 1, 1)[0]!);
    };
    const tallyOfSix = fc.tuple(fc.nat(6), fc.nat(6)).map((cuts) => {
      const [low, high] = [Math.min(...cuts), Math.max(...cuts)];
      return [low, high - low, 6 - high];
    });
    fc.assert(
      fc.property(tallyOfSix, tallyOfSix, (a, b) => {
        const [ours, theirs] = [majorityValue(a).join(''), majorityValue(b).join('')];
        const expected = ours === theirs ? [['a', 'b']] : ours > theirs ? [['a'], ['b']] : [['b'], ['a']];
        expect(byMajorityJudgment({ a, b })).toEqual(expected);
      }),
    );
  });

  it('compares entries with different numbers of grades by proportion', () => {
    expect(byMajorityJudgment({ a: [1, 1, 1], b: [2, 2, 2], c: [1, 1, 2] })).toEqual([['c'], ['a', 'b']]);
  });

  it('refuses an entry without grades', () => {
    expect(() => byMajorityJudgment({ a: [0, 0] })).toThrow('entry a has no grades');
  });
});

describe('a decision by majority judgment', () => {
  type Ballot = BallotInputs<{ grades: Record<string, (typeof GRADES)[number]> }>['ballots'][number];
  const inputsOf = (ballots: Ballot[], more: Partial<BallotInputs> = {}): BallotInputs => ({
    mode: 'majority-judgment',
    winners: 1,
    tieLadder: [],
    seed: 's',
    entryIds: ['a', 'b', 'c'],
    ballots,
    ...more,
  });
  const winnersOf = (inputs: BallotInputs) =>
    recomputeDecision(inputs).outcomes.flatMap(({ entryId, outcome }) => (outcome === 'winner' ? [entryId] : []));

  it.each(knownAnswers)('known answers, cast as grades: $name', ({ tallies, ranks }) => {
    // The case has fewer grades than there are; which ones are meant changes no order.
    const ids = tallies.map((_, at) => `proposal-${at}`);
    const graded = tallies.map((tally) => tally.flatMap((count, grade) => Array(count).fill(GRADES[grade + 2]!)));
    const ballots = graded[0]!.map((_, judge) => ({
      alias: `${judge}`,
      grades: Object.fromEntries(ids.map((id, at) => [id, graded[at]![judge]])),
      recused: [],
    }));
    const best = ids.toSorted((a, b) => ranks[ids.indexOf(a)]! - ranks[ids.indexOf(b)]!);
    for (let most = 1; most <= ids.length; most++)
      expect(winnersOf(inputsOf(ballots, { entryIds: ids, winners: most }))).toEqual(best.slice(0, most).toSorted());
  });

  it('logs every step in words', () => {
    const ballots: Ballot[] = [
      { alias: '1', grades: { a: 'good', b: 'excellent' }, recused: ['c'] },
      { alias: '2', grades: { a: 'good', b: 'poor' }, recused: ['c'] },
      { alias: '3', grades: { b: 'very-good' }, recused: ['a', 'c'] },
    ];
    expect(recomputeDecision(inputsOf(ballots))).toEqual({
      outcomes: [
        { entryId: 'a', outcome: 'shortlisted' },
        { entryId: 'b', outcome: 'winner' },
        { entryId: 'c', outcome: 'shortlisted' },
      ],
      log: [
        '3 ballots are counted.',
        'Entry c: no ballot grades it, so it cannot be proposed.',
        'Entry a: good in the middle of 2 grades (2 good).',
        'Entry b: very-good in the middle of 3 grades (1 excellent, 1 very-good, 1 poor).',
        'Majority judgment decides: b > a.',
      ],
    });
  });

  it('leaves entries with equal grades to people, or to the lot where the ladder says so', () => {
    const ballots: Ballot[] = [
      { alias: '1', grades: { a: 'good', b: 'poor', c: 'reject' }, recused: [] },
      { alias: '2', grades: { a: 'poor', b: 'good', c: 'reject' }, recused: [] },
    ];
    expect(winnersOf(inputsOf(ballots))).toEqual([]);
    expect(recomputeDecision(inputsOf(ballots)).log.at(-1)).toContain('too few for the tie of a, b; people decide.');
    expect(winnersOf(inputsOf(ballots, { tieLadder: ['seed'] }))).toHaveLength(1);
    expect(() => recomputeDecision(inputsOf(ballots, { tieLadder: ['borda'] }))).toThrow('unknown tie step "borda"');
  });

  it('is the same whatever the order of the ballots, and is never worse for an entry that gets a better grade', () => {
    const ids = ['a', 'b', 'c'];
    const grade = fc.constantFrom(...GRADES);
    const someBallots = fc
      .array(fc.record({ a: grade, b: grade, c: grade }), { minLength: 1, maxLength: 7 })
      .map((all) => all.map((grades, at): Ballot => ({ alias: `${at}`, grades, recused: [] })));
    const rankOf = (ballots: Ballot[], id: string) => {
      const { order } = majorityJudgment.recompute(inputsOf(ballots) as never).details as { order: string[][] };
      return ranksOf(order).get(id)!;
    };
    fc.assert(
      fc.property(someBallots, fc.nat(), fc.constantFrom(...ids), (ballots, which, id) => {
        const turned = inputsOf(ballots.toReversed(), { entryIds: ids.toReversed() });
        expect(recomputeDecision(turned)).toEqual(recomputeDecision(inputsOf(ballots)));
        const digests = [turned, inputsOf(ballots)].map((each) => decisionDigests(each, {}, recomputeDecision(each)));
        expect(digests[0]).toEqual(digests[1]);
        const better = ballots.map((ballot, at) =>
          at === which % ballots.length ? { ...ballot, grades: { ...ballot.grades, [id]: GRADES.at(-1)! } } : ballot,
        );
        expect(rankOf(better, id)).toBeLessThanOrEqual(rankOf(ballots, id));
      }),
    );
  });

  it('refuses a ballot that was cast by another method, and a grade that it does not know', () => {
    const ranked = { alias: '1', ranking: [['a'], ['b'], ['c']], recused: [] };
    expect(() => recomputeDecision(inputsOf([ranked as never]))).toThrow('ballot 1 has no grades');
    const odd = { alias: '1', grades: { a: 'fair', b: 'good', c: 'good' }, recused: [] };
    expect(() => recomputeDecision(inputsOf([odd as never]))).toThrow('unknown grade "fair"');
  });

  it('checks that each entry is graded or recused, and no other', () => {
    const check = (grades: object, recused: string[] = []) =>
      majorityJudgment
        .check({ grades } as never, ['a', 'b'], recused)
        .map(({ pointer, entryId }) => [pointer, entryId]);
    expect(check({ a: 'good', b: 'poor' })).toEqual([]);
    expect(check({ a: 'good' }, ['b'])).toEqual([]);
    expect(check({ a: 'good', x: 'poor' }, ['a'])).toEqual([
      ['/grades/a', 'a'],
      ['/grades/x', 'x'],
      ['/grades', 'b'],
    ]);
  });
});
