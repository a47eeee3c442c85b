import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { type EntryCircumstances, factsOf } from './eligibility-facts.js';
import {
  type RuleResult,
  checkRule,
  evaluateRules,
  reasonIn,
  rulesOutcome,
  rulesToAnswer,
} from './eligibility.rules.js';
import { GUANGZHOU_RULES } from './eligibility-shipped-rules.js';
import { messageIn } from './eligibility.words.js';
import { GUANGZHOU_FORM } from '../form/form.js';
import type { JsonObject } from '../form/json-pointer.js';

const circumstances: EntryCircumstances = {
  late: false,
  early: false,
  formRevision: 1,
  language: 'en',
  inLanguage: true,
  translatedBy: null,
  frameworkEntries: 1,
  city: { name: 'Kocaeli', countryCode: 'TR', kind: 'city', region: 'Asia', population: 2_000_000 },
  definition: {
    edition: '7',
    zone: 'Asia/Shanghai',
    languages: ['en'],
    authoritativeLanguage: 'en',
    formRevision: 1,
    opens: '2026-02-23',
    deadline: '2026-08-31',
  },
};
const dueOn = (deadline: string) => ({ definition: { ...circumstances.definition, deadline } });
const evaluate = (more: JsonObject, changed: Partial<EntryCircumstances> = {}) =>
  evaluateRules(GUANGZHOU_RULES, factsOf(GUANGZHOU_FORM, completeContent(more), { ...circumstances, ...changed }));
const failed = (...given: Parameters<typeof evaluate>) =>
  evaluate(...given)
    .filter(({ severity, result }) => severity === 'block' && result !== 'pass')
    .map(({ id }) => id);

const rule = (expression: string) => ({ id: 'r', severity: 'block' as const, expression, message: 'It holds.' });

describe('a rule against the translations of machines', () => {
  const human = [{ ...rule('entry.inLanguage && entry.translatedBy != "machine"'), message: 'People translated it.' }];
  const found = (changed: Partial<EntryCircumstances>) =>
    evaluateRules(human, factsOf(GUANGZHOU_FORM, completeContent(), { ...circumstances, ...changed }))[0]!;

  it('can be used, is met by the original and by people, and says whose translation it found', () => {
    expect(checkRule(human[0]!, GUANGZHOU_FORM)).toBeNull();
    expect(found({}).result).toBe('pass');
    expect(found({ language: 'es', translatedBy: 'city' }).result).toBe('pass');
    expect(found({ language: 'es', translatedBy: 'machine' }).reason).toBe(
      'Not met: People translated it. (translatedBy = machine; must be other than machine)',
    );
    expect(found({ language: 'es', inLanguage: false }).result).toBe('fail');
  });
});

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
    expect(failed({ dates }, dueOn('2000-02-29'))).toEqual([]);
    expect(failed({ dates }, dueOn('2001-01-02'))).toEqual(['recent']);
  });

  it('want a city or region, and every section', () => {
    expect(failed({}, { city: { ...circumstances.city, kind: 'company' } })).toEqual(['local-government']);
    expect(failed({ lessons: { learned: '' } })).toEqual(['complete']);
  });

  it('say why, with the values looked at', () => {
    const recent = evaluate({ dates: { start: '2019-01-01', end: '2020-05-01' } }).find(({ id }) => id === 'recent');
    expect(recent?.reason).toBe(
      'Not met: The initiative is ongoing, or was completed within two years before the deadline. ' +
        '(dates.end = 2020-05-01; must be 2024-08-31 or later)',
    );
    expect(recent?.values).toEqual([
      { of: 'entry.values.dates.end', value: '2020-05-01', must: 'ge', than: '2024-08-31' },
    ]);
  });

  it('say so in each language', () => {
    const [recent] = evaluate({ dates: { start: '2019-01-01', end: '2020-05-01' } }).filter(
      ({ result }) => result === 'fail',
    );
    expect((['zh', 'fr', 'es'] as const).map((language) => reasonIn(recent!, language))).toEqual([
      '不符合：项目正在进行，或在截止日期前两年内完成。（dates.end = 2020-05-01; 须不早于 2024-08-31）',
      'Non rempli : L’initiative est en cours, ou s’est achevée dans les deux ans avant la date limite. (dates.end = 2020-05-01; doit être le 2024-08-31 au plus tôt)',
      'No se cumple: La iniciativa está en curso o se completó en los dos años anteriores a la fecha límite. (dates.end = 2020-05-01; debe ser 2024-08-31 o posterior)',
    ]);
    for (const { message } of GUANGZHOU_RULES) expect(Object.keys(message)).toEqual(['en', 'zh', 'fr', 'es']);
  });

  it('say in which language an entry is that nobody has translated', () => {
    const facts = { language: 'es', inLanguage: false };
    const found = evaluate({}, facts).find(({ id }) => id === 'language');
    expect(found!.reason).toBe(
      'Not met: The entry, or a translation of it, is in a language of the call. (inLanguage = no; must be yes, language = es, definition.authoritativeLanguage = en, translatedBy = not given)',
    );
  });

  it('ask a person about a language nobody reads, and about a framework of four entries', () => {
    const results = evaluate({}, { inLanguage: false, frameworkEntries: 4 });
    expect([rulesOutcome(results), rulesToAnswer(results)]).toEqual(['undecided', ['language', 'framework']]);
    expect(results.find(({ id }) => id === 'framework')?.reason).toMatch(
      /\(frameworkEntries = 4; must be 3 or less\)$/,
    );
  });

  it('want nothing of an entry that the form did not ask for when it was submitted', () => {
    const { properties, required } = GUANGZHOU_FORM as { properties: JsonObject; required: string[] };
    const amended = {
      ...GUANGZHOU_FORM,
      properties: { ...properties, budget: { type: 'integer' } },
      required: [...required, 'budget'],
    };
    const missingBy = (submittedBy: JsonObject) => {
      const { entry } = factsOf(amended, completeContent(), circumstances, submittedBy);
      return (entry as { missing: string[] }).missing;
    };
    expect([missingBy(GUANGZHOU_FORM), missingBy(amended)]).toEqual([[], ['/budget']]);
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
    'entry.early || entry.frameworkEntries == 1',
    'entry.values.profile.gini == null || entry.values.profile.gini < 60.0',
    'city.countryCode != "CN" && city.name.lowerAscii() != "guangzhou"',
  ])('accepts %s', (expression) => {
    expect(checkRule(rule(expression), GUANGZHOU_FORM)).toBeNull();
  });
});

describe('why a rule is not met', () => {
  it.each([
    ['city.population != null && city.population >= 5000000', 'city.population = 2000000; must be 5000000 or more'],
    [
      '!(city.countryCode == "TR") || entry.late',
      'city.countryCode = TR; must be other than TR, late = no; must be yes',
    ],
    ['3 > size(entry.values.themes) || entry.late', 'size(themes) = 3; must be less than 3, late = no; must be yes'],
    ['size(entry.missing) == 0', 'missing = /title; must be empty'],
    ['city.kind in ["region", "state"]', 'city.kind = city; must be one of region, state'],
    ['entry.values.dates.end != null', 'dates.end = not given; must be given'],
    ['entry.values.themes.exists(theme, theme == "other")', 'themes = social, economic, governance'],
    ['entry.late ? true : city.name == "Izmir"', 'city.name = Kocaeli; must be Izmir'],
    ['entry.words.title > entry.words.abstract', 'words.title = 0; must be more than 2'],
  ])('%s', (expression, values) => {
    const content = completeContent({ title: '', themes: ['social', 'economic', 'governance'] });
    const [result] = evaluateRules([rule(expression)], factsOf(GUANGZHOU_FORM, content, circumstances));
    expect(result!.reason).toBe(`Not met: It holds. (${values})`);
  });

  it('is never nothing, for any comparison of what is there', () => {
    const operator = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');
    const size = fc.integer({ min: -3, max: 3 });
    fc.assert(
      fc.property(operator, size, fc.boolean(), fc.boolean(), (sign, number, flip, not) => {
        const compared = flip ? `${number} ${sign} size(entry.missing)` : `size(entry.missing) ${sign} ${number}`;
        const facts = factsOf(GUANGZHOU_FORM, completeContent(), circumstances);
        const [result] = evaluateRules([rule(not ? `!(${compared})` : compared)], facts);
        expect(result!.values?.length ?? 0).toBe(result!.result === 'pass' ? 0 : 1);
        if (result!.result === 'fail') expect(result!.reason).toMatch(/missing\)? = (0|empty); must be /);
      }),
    );
  });

  it('is told in English where a language is missing, and as it was found before there were languages', () => {
    expect(['zh-Hans', 'fr'].map((language) => messageIn({ en: 'A.', zh: '一' }, language))).toEqual(['一', 'A.']);
    const old: RuleResult = { id: 'r', severity: 'block', result: 'fail', reason: 'Not met: It holds. (x is 1)' };
    expect(reasonIn(old, 'fr')).toBe(old.reason);
  });
});

describe('what the rules say', () => {
  it.each([
    [[], 'valid'],
    [[['warn', 'fail'] as const], 'valid'],
    [[['block', 'pass'] as const, ['block', 'fail'] as const], 'invalid'],
    [[['block', 'error'] as const, ['warn', 'pass'] as const], 'undecided'],
    [[['block', 'error'] as const, ['block', 'fail'] as const], 'invalid'],
    [[['ask', 'fail'] as const], 'undecided'],
    [[['ask', 'pass'] as const], 'valid'],
    [[['ask', 'fail'] as const, ['block', 'fail'] as const], 'invalid'],
  ])('%j is %s', (results, outcome) => {
    expect(rulesOutcome(results.map(([severity, result]) => ({ severity, result })))).toBe(outcome);
  });
});
