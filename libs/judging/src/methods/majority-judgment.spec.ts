import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { majorityJudgment } from './majority-judgment.js';
import { ranksOf } from '../counting/order.js';

const knownAnswers: { name: string; tallies: number[][]; ranks: number[] }[] = JSON.parse(
  readFileSync(new URL('./known-answers/majority-judgment.json', import.meta.url), 'utf8'),
);

describe('majority judgment', () => {
  it.each(knownAnswers)('known answers: $name', ({ tallies, ranks }) => {
    const byId = Object.fromEntries(tallies.map((tally, at) => [`proposal ${at}`, tally]));
    const found = ranksOf(majorityJudgment(byId));
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
        expect(majorityJudgment({ a, b })).toEqual(expected);
      }),
    );
  });

  it('compares entries with different numbers of grades by proportion', () => {
    expect(majorityJudgment({ a: [1, 1, 1], b: [2, 2, 2], c: [1, 1, 2] })).toEqual([['c'], ['a', 'b']]);
  });

  it('refuses an entry without grades', () => {
    expect(() => majorityJudgment({ a: [0, 0] })).toThrow('entry a has no grades');
  });
});
