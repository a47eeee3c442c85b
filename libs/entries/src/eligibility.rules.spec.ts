import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completeContent } from '../../../test/support/entry-contents.js';
import { type EntryCircumstances, factsOf } from './eligibility.facts.js';
import { GUANGZHOU_RULES, checkRule, evaluateRules, rulesOutcome } from './eligibility.rules.js';
import { GUANGZHOU_FORM } from './form.js';
import type { JsonObject } from './json-pointer.js';

const circumstances: EntryCircumstances = {
  late: false,
  city: { name: 'Kocaeli', countryCode: 'TR', kind: 'city', region: 'Asia', population: 2_000_000 },
  deadline: { date: '2026-08-31', zone: 'Asia/Shanghai' },
};
const evaluate = (more: JsonObject, changed: Partial<EntryCircumstances> = {}) =>
  evaluateRules(GUANGZHOU_RULES, factsOf(GUANGZHOU_FORM, completeContent(more), { ...circumstances, ...changed }));
const failed = (...given: Parameters<typeof evaluate>) =>
  evaluate(...given)
    .filter(({ severity, result }) => severity === 'block' && result !== 'pass')
    .map(({ id }) => id);

const rule = (expression: string) => ({ id: 'r', severity: 'block' as const, expression, message: 'It holds.' });

describe('the shipped rules', () => {
  it('can be used with the shipped form', () => {
    for (const shipped of GUANGZHOU_RULES)
      expect([shipped.id, checkRule(shipped, GUANGZHOU_FORM)]).toEqual([shipped.id, null]);
  });

  it.each([
    ['ongoing', { start: '2020-01-01' }, []],
    ['completed two years before the deadline to the day', { start: '2020-01-01', end: '2024-08-31' }, []],
    ['completed a day earlier', { start: '2020-01-01', end: '2024-08-30' }, ['recent']],
    ['over before it began', { start: '2026-02-01', end: '2026-01-01' }, ['dates-in-order']],
    ['begun after the deadline', { start: '2026-09-01' }, ['begun']],
  ])('an initiative that is %s', (_, dates, unmet) => {
    expect(failed({ dates })).toEqual(unmet);
  });

  it('count the two years from the deadline, never from the clock', () => {
    const dates = { start: '1990-01-01', end: '1999-01-01' };
    expect(failed({ dates }, { deadline: { date: '2000-02-29', zone: 'UTC' } })).toEqual([]);
    expect(failed({ dates }, { deadline: { date: '2001-01-02', zone: 'UTC' } })).toEqual(['recent']);
  });

  it('want a city or region, and every section', () => {
    expect(failed({}, { city: { ...circumstances.city, kind: 'company' } })).toEqual(['local-government']);
    expect(failed({ lessons: { learned: '' } })).toEqual(['complete']);
  });

  it('say why, with the values looked at', () => {
    const recent = evaluate({ dates: { start: '2019-01-01', end: '2020-05-01' } }).find(({ id }) => id === 'recent');
    expect(recent?.reason).toBe(
      'Not met: The initiative is ongoing, or was completed within two years before the deadline. ' +
        '(deadline.date is 2026-08-31, entry.values.dates.end is 2020-05-01)',
    );
  });

  it('never repeat what people wrote', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][a-z]{5,12}$/), (name) => {
        const said = `Mayor ${name}-${name}`;
        const results = evaluate({
          title: said,
          abstract: said,
          outcomes: { results: said },
          lessons: { learned: said },
        });
        expect(JSON.stringify(results)).not.toContain(`${name}-${name}`);
      }),
    );
  });

  it('give the same for the same facts, and no error for any draft', () => {
    const dates = fc.option(fc.record({ start: date(), end: date() }, { requiredKeys: [] }), { nil: undefined });
    fc.assert(
      fc.property(dates, (some) => {
        const content: JsonObject = some === undefined ? {} : { dates: { ...some } };
        const results = evaluateRules(GUANGZHOU_RULES, factsOf(GUANGZHOU_FORM, content, circumstances));
        expect(results.filter(({ result }) => result === 'error')).toEqual([]);
        expect(evaluateRules(GUANGZHOU_RULES, factsOf(GUANGZHOU_FORM, content, circumstances))).toEqual(results);
      }),
    );
  });
});

function date() {
  return fc
    .date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10));
}

describe('checking a rule', () => {
  it.each([
    ['size(entry.missing) == 0 &&', /found/],
    ['entry.values.dates.finish == null', /field not found: finish/],
    ['true || entry.nonsense == 1', /field not found: nonsense/],
    ['nofunction(entry.late)', /nofunction/],
    ['entry.values.dates.end + 1 == 2', /no matching overload/],
    ['entry.values.dates.end >= "2020-01-01"', /nothing is filled in/],
    ['size(entry.missing)', /true or false/],
    ['entry.values.title == "x"', /field not found: title/],
    ['city.population > 0', /nothing is filled in/],
  ])('refuses %s', (expression, why) => {
    expect(checkRule(rule(expression), GUANGZHOU_FORM)).toMatch(why);
  });

  it.each([
    'entry.values.themes.exists(theme, theme == "social")',
    'city.population == null || city.population >= 100000',
    'entry.words.title <= 25 && !entry.late',
    'entry.values.profile.gini == null || entry.values.profile.gini < 60.0',
    'city.countryCode != "CN" && city.name.lowerAscii() != "guangzhou"',
  ])('accepts %s', (expression) => {
    expect(checkRule(rule(expression), GUANGZHOU_FORM)).toBeNull();
  });
});

describe('what the rules say', () => {
  it.each([
    [[], 'valid'],
    [[['warn', 'fail'] as const], 'valid'],
    [[['block', 'pass'] as const, ['block', 'fail'] as const], 'invalid'],
    [[['block', 'error'] as const, ['warn', 'pass'] as const], 'undecided'],
    [[['block', 'error'] as const, ['block', 'fail'] as const], 'invalid'],
  ])('%j is %s', (results, outcome) => {
    expect(rulesOutcome(results.map(([severity, result]) => ({ severity, result })))).toBe(outcome);
  });
});
