import { describe, expect, it } from '@jest/globals';
import { type TitledStage, lateness } from '#libs/cycles';
import type { StageState } from '#libs/contracts';
import { PSEUDO_LANGUAGE } from '#libs/words';
import { translationErrors } from '../../libs/entries/src/entry/translation.rules.js';
import { checkComplete, checkDraft } from '../../libs/entries/src/form/form-validation.js';
import { formWords } from '../../libs/entries/src/form/form.words.js';
import type { JsonObject } from '../../libs/entries/src/form/json-pointer.js';
import { type RuleResult, reasonIn } from '../../libs/entries/src/stage-types/eligibility.rules.js';
import { ruleWords } from '../../libs/entries/src/stage-types/eligibility.words.js';
import { notSubmitted, toCheck } from '../../libs/entries/src/stage-types/owed.words.js';
import { ballotToCast, reviewsToWrite } from '../../libs/judging/src/panel/owed.words.js';
import { UNANSWERED, verdictInWords } from '../../libs/entries/src/stage-types/verdict.rules.js';
import { plainIn } from './plain-english.js';

const form: JsonObject = {
  type: 'object',
  properties: {
    title: { type: 'string', minWords: 1 },
    code: { type: 'string', pattern: '^[A-Z]+$', minLength: 2, maxLength: 4 },
    share: { type: 'number', minimum: 0, maximum: 100, multipleOf: 5 },
    rate: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    count: { type: ['integer', 'null'] },
    ways: { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 1, maxItems: 2, uniqueItems: true },
    site: { type: 'string', format: 'uri' },
    mail: { type: 'string', format: 'email' },
    day: { type: 'string', format: 'date' },
    sure: { type: 'boolean', const: true },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    story: { type: 'string', minWords: 3, maxWords: 4 },
    part: { type: 'object', properties: {}, additionalProperties: false },
  },
  additionalProperties: false,
  required: ['title'],
};
const wrong: JsonObject[] = [
  { code: 'abcde', share: 101, rate: 0, ways: [], site: 'x', mail: 'x', day: 'x', sure: false, story: 'one', more: 1 },
  {
    title: '',
    code: 'A',
    share: -5,
    rate: 1,
    ways: ['a', 'a', 'b'],
    either: [],
    story: 'a b c d e',
    part: 1,
    count: 1.5,
  },
  { title: 7, ways: ['d'], sure: 'x', day: 1 },
];

/** The texts of field errors; an example address is an address in every language. */
const said = (errors: readonly { message: string; allowed?: string | undefined }[]) =>
  errors.flatMap(({ message, allowed = '' }) => [message, allowed]);

const stage = (stageKey: string, state: StageState): TitledStage => ({
  cycleId: 'c',
  stageKey,
  title: 'Этап',
  zone: 'Asia/Shanghai',
  type: 'jury',
  revision: 1,
  state,
  version: 1,
  opensAt: '2027-01-01T01:00:00.000Z',
  deadlineAt: '2027-02-01T01:00:00.000Z',
  hardCloseAt: '2027-02-01T01:00:00.000Z',
  deadlineVersion: 1,
  after: stageKey === 'jury' ? ['screening'] : [],
  ladder: [],
  releases: [],
  releasedTo: [],
  decides: true,
  openedAt: null,
  closedAt: null,
  decisionDigest: null,
});
/** A command that somebody is told to give is no language. */
const withoutCommands = (text: string) => text.replace(/laureate cycle [\w-]+ c \w+( --to …)?/g, '');

const MUST = ruleWords.keys.filter((key) => key.startsWith('must.')).map((key) => key.slice('must.'.length));
const rule = (result: RuleResult['result'], more: Partial<RuleResult> = {}): RuleResult => ({
  id: 'a',
  severity: 'block',
  result,
  reason: 'Правило',
  message: { en: 'Правило' },
  values: [],
  ...more,
});

describe('the pseudo-language of texts that are put together', () => {
  it('goes through the field errors of a form', () => {
    const errors = wrong.flatMap((content) => [
      ...checkComplete(form, content, PSEUDO_LANGUAGE),
      ...checkDraft(form, content, PSEUDO_LANGUAGE),
    ]);
    expect(errors.length).toBeGreaterThan(30);
    expect(said(errors).flatMap(plainIn)).toEqual([]);
    const original = { title: 'Один', story: 'раз два три' };
    const given = { title: 7, story: 'x '.repeat(40), code: 'x' };
    const translated = translationErrors(form, original, given, { in: 'ru', language: PSEUDO_LANGUAGE });
    expect(translated.length).toBeGreaterThan(2);
    expect(said(translated).flatMap(plainIn)).toEqual([]);
    for (const key of formWords.keys)
      expect(plainIn(formWords.say(PSEUDO_LANGUAGE, key, { count: 2, types: 'Ж', limit: 1, step: 1 }))).toEqual([]);
  });

  it.each(['scheduled', 'open', 'closing', 'deciding'] as const)('goes through lateness behind a stage %s', (state) => {
    for (const now of ['2027-01-15T01:00:00.000Z', '2027-02-02T01:00:00.000Z']) {
      const told = lateness(stage('jury', 'scheduled'), [stage('screening', state)], now, PSEUDO_LANGUAGE)!;
      expect(told).toContain('Этап');
      expect(plainIn(withoutCommands(told))).toEqual([]);
    }
  });

  it('goes through what people owe', () => {
    const owed = [
      notSubmitted('Жук', PSEUDO_LANGUAGE),
      ...[1, 2].map((count) => toCheck(count, PSEUDO_LANGUAGE)),
      ballotToCast(PSEUDO_LANGUAGE),
      ...[1, 2].map((assigned) => reviewsToWrite({ assigned, open: 1 }, PSEUDO_LANGUAGE)),
    ];
    expect(owed.flatMap(plainIn)).toEqual([]);
    for (const text of owed) expect(text).toMatch(/[À-ž]/u);
  });

  it('goes through the reasons of rules and verdicts', () => {
    const values = MUST.flatMap((must) =>
      ['2027-01-01', '3', 'true', null].map((value) => ({ of: 'entry.x', value, must, than: value ?? '' })),
    ) as RuleResult['values'];
    const results = [rule('pass'), rule('fail', { values })];
    expect(MUST.length).toBeGreaterThan(8);
    expect(results.map((result) => reasonIn(result, PSEUDO_LANGUAGE)).flatMap(plainIn)).toEqual([]);
    const verdict = (rules: RuleResult[], reasonText: string | null = null) =>
      verdictInWords({ rules, reasonCode: null, reasonText }, [], PSEUDO_LANGUAGE);
    const told = [...verdict(results), ...verdict([]), ...verdict([], UNANSWERED.reasonText!), ...verdict([], 'Жук')];
    expect(told.flatMap(plainIn)).toEqual([]);
    expect(told).toHaveLength(4);
  });
});
