import { describe, expect, it } from '@jest/globals';
import { fieldErrorOf } from '#libs/words/pure';
import { type PrivacyChoice, type PrivacyNotice, choiceProblems, presentChoices } from './privacy.rules.js';

const words = { en: 'x', zh: 'x', fr: 'x', es: 'x' };
const notice: PrivacyNotice = {
  version: '2',
  questions: [
    { kind: 'purpose', key: 'award', words },
    { kind: 'transfer', key: 'award', words },
  ],
};
const award = (kind: PrivacyChoice['kind'], granted: boolean): PrivacyChoice => ({ kind, key: 'award', granted });
const problems = (given: PrivacyChoice[], more: { inForce?: string; answered?: PrivacyChoice[] } = {}) =>
  choiceProblems(notice, { inForce: '2', answered: [], ...more }, given).map(fieldErrorOf);

describe('privacy choices', () => {
  it('need an answer to every question of the wording in force, each its own', () => {
    expect(problems([award('purpose', true), award('transfer', false)])).toEqual([]);
    expect(problems([award('purpose', true)])).toMatchObject([
      { pointer: '/choices', message: 'transfer "award" has no answer' },
    ]);
    expect(problems([award('purpose', true)], { answered: [award('transfer', false)] })).toEqual([]);
  });

  it('give no yes to a wording that is not in force; a no is taken always', () => {
    const all = [award('purpose', true), award('transfer', true)];
    expect(problems(all, { inForce: '3' })).toMatchObject([{ pointer: '/noticeVersion', allowed: '3' }]);
    expect(problems([award('transfer', false)], { inForce: '3' })).toEqual([]);
  });

  it('answer what is asked, once', () => {
    expect(problems([{ kind: 'purpose', key: 'other', granted: false }])).toMatchObject([{ pointer: '/choices/0' }]);
    expect(problems([award('purpose', false), award('purpose', false)])).toMatchObject([{ pointer: '/choices/1' }]);
  });

  it('the last one of each question stands', () => {
    const record = [award('purpose', true), award('transfer', true), award('purpose', false)];
    expect(presentChoices(record)).toEqual([award('transfer', true), award('purpose', false)]);
  });
});
