import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { DateTime } from 'luxon';
import { stringify } from 'yaml';
import { ceremony } from './ceremony.js';
import { checkDefinition } from './definition-check.js';
import { type CycleDefinition, definitionDigest, signatureOf } from './definition.js';
import { hardCloseOf } from './definition.rules.js';
import { shiftDefinition } from './shift-definition.js';
import type { StageType } from './stage-type.js';
import { guangzhouTemplate } from '../templates/guangzhou.js';

const quotas = (names: string[]) =>
  z.strictObject({
    reviewsPerEntry: z.int().min(1).default(3),
    quotas: z.strictObject(Object.fromEntries(names.map((name) => [name, z.int().min(0).default(5)]))).prefault({}),
  });
const type = (key: string, more: Partial<StageType> = {}): StageType => ({
  key,
  settings: z.strictObject({}),
  decides: true,
  takes: [],
  ...more,
});
const quota = (settings: unknown, name: string) => (settings as { quotas: Record<string, number> }).quotas[name]!;
const types: StageType[] = [
  type('call-for-entries', {
    settings: z.strictObject({ languages: z.record(z.string(), z.unknown()).optional() }),
    decides: false,
    complete: (definition) => ({ ...definition, form: { title: 'The form' } }),
  }),
  type('eligibility', { takes: ['valid'] }),
  type('technical-screening', {
    settings: quotas(['shortlisted', 'deserving']),
    takes: ['eligible'],
    gives: (settings) => quota(settings, 'shortlisted'),
    check: (_, { criteria }) =>
      criteria.length > 0 ? [] : [{ pointer: '/criteria', value: [], message: 'no criteria', allowed: 'at least one' }],
  }),
  type('jury', {
    settings: quotas(['winners']),
    takes: ['shortlisted'],
    gives: (settings) => quota(settings, 'winners'),
    quotaPointer: '/quotas/winners',
  }),
  ceremony,
];
const known = {
  find: (key: string) => types.find((each) => each.key === key),
  keys: () => types.map(({ key }) => key),
};

const template = () => guangzhouTemplate({ edition: '7', year: 2027 });
const check = (document: string | object) => checkDefinition(document, known);
const sound = (document: string | object): CycleDefinition => {
  const checked = check(document);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems, null, 2));
  return checked.definition;
};
/** The template as something that can be broken anywhere. */
interface Loose {
  [key: string]: unknown;
  criteria: object[];
  stages: LooseStage[];
}
interface LooseStage {
  [key: string]: unknown;
  window: Record<string, unknown>;
  settings: { quotas: Record<string, unknown> };
  release: Record<string, unknown>[];
  certifiers: Record<string, unknown>;
}
/** The problems of the template after a change, as `pointer: message`. */
const problems = (change: (document: Loose) => unknown) => {
  const document = template();
  change(document as unknown as Loose);
  const checked = check(document);
  return 'problems' in checked ? checked.problems : [];
};

describe('a cycle definition', () => {
  it('signs mails as it says, or by default in the language of each', () => {
    const programme = { key: 'p', name: 'Prize' };
    const byDefault = {
      en: 'The secretariat of the Prize',
      zh: 'Prize秘书处',
      fr: 'Le secrétariat, Prize',
      es: 'La secretaría, Prize',
    };
    expect(signatureOf({ programme, signature: 'The secretariat of the Prize' })).toEqual(byDefault);
    expect(signatureOf({ programme, signature: 'Us' })).toEqual({ en: 'Us', zh: 'Us', fr: 'Us', es: 'Us' });
  });

  it('is completed: defaults, instants in UTC, the form a type ships', () => {
    const definition = sound(template());
    expect(definition.signature).toBe('The secretariat of the Guangzhou International Award for Urban Innovation');
    expect(definition.form).toEqual({ title: 'The form' });
    expect(definition.stages.map(({ key, after }) => [key, after])).toEqual([
      ['call', []],
      ['eligibility', ['call']],
      ['screening', ['eligibility']],
      ['jury', ['screening']],
      ['ceremony', ['jury']],
    ]);
    expect(definition.stages[0]!.window).toEqual({
      opens: '2027-02-23T01:00:00.000Z',
      deadline: '2027-08-31T15:59:00.000Z',
      grace: 'PT1H',
    });
    expect(definition.stages[0]!.certifiers).toEqual({ count: 0, roles: [] });
    expect(definition.stages[3]!.settings).toEqual({ reviewsPerEntry: 3, quotas: { winners: 5 } });
    expect(definition.stages[3]!.release[1]).toEqual({ audience: 'public', when: definition.stages[4]!.window.opens });
  });

  it('takes complaints only where a stage says so, in their simplest form', () => {
    const document = template();
    const withComplaints = document.stages.map((stage, i) =>
      i === 2 ? { ...stage, complaints: { window: 'P14D' } } : stage,
    );
    const { stages } = sound({ ...document, stages: withComplaints });
    expect(stages.map((stage) => 'complaints' in stage)).toEqual([false, false, true, false, false]);
    expect(stages[2]!.complaints).toEqual({
      window: 'P14D',
      answer: 'P30D',
      ladder: ['P7D'],
      handledBy: ['secretariat'],
      publish: 'nothing',
    });
  });

  it('is the same as YAML, as JSON text and as what a check gave back', () => {
    const digest = definitionDigest(sound(template()));
    expect(definitionDigest(sound(stringify(template())))).toBe(digest);
    expect(definitionDigest(sound(JSON.stringify(template())))).toBe(digest);
    expect(definitionDigest(sound(sound(template())))).toBe(digest);
    expect(definitionDigest(sound({ ...template(), title: 'Another' }))).not.toBe(digest);
  });

  it.each([
    ['holds itself', 'programme: &a [*a]'],
    ['grows without bound', 'a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]'],
    ['is nested without end', `form: ${'['.repeat(300)}${']'.repeat(300)}`],
    ['holds text that is none', stringify({ ...template(), title: '\0' })],
    ['holds half of a character', JSON.stringify({ ...template(), title: '\ud800' })],
  ])('refuses text that %s', (_, text) => {
    const checked = check(text);
    expect('problems' in checked && checked.problems).toHaveLength(1);
  });

  it('names the place of unreadable text', () => {
    const checked = check('programme: {key: a\nzone: b');
    expect('problems' in checked && checked.problems[0]).toMatchObject({ pointer: '', allowed: 'YAML 1.2 or JSON' });
  });

  it.each<[string, (document: Loose) => unknown, string, string, string]>([
    ['an invalid zone', (d) => (d.zone = 'CST'), '/zone', 'time zone', 'Asia/Shanghai'],
    ['a fixed offset', (d) => (d.zone = '+08:00'), '/zone', 'time zone', 'IANA'],
    ['an unknown key', (d) => (d.editon = '7'), '/editon', 'did you mean "edition"', 'programme, edition'],
    [
      'an unknown key of a window',
      (d) => (d.stages[0]!.window.open = 'x'),
      '/stages/0/window/open',
      'did you mean "opens"',
      'opens, deadline, grace',
    ],
    [
      'an unknown key of settings',
      (d) => (d.stages[3]!.settings.quotas.winner = 5),
      '/stages/3/settings/quotas/winner',
      'did you mean "winners"',
      'winners',
    ],
    [
      'a missing value',
      (d) => delete d.stages[1]!.window.deadline,
      '/stages/1/window/deadline',
      'is missing',
      'string',
    ],
    ['an unknown type', (d) => (d.stages[3]!.type = 'jurry'), '/stages/3/type', 'did you mean "jury"', 'ceremony'],
    [
      'an unknown stage in after',
      (d) => (d.stages[3]!.after = ['screning']),
      '/stages/3/after/0',
      'no stage "screning"',
      'screening',
    ],
    ['a stage after itself', (d) => (d.stages[3]!.after = ['jury']), '/stages/3/after/0', 'after itself', 'call'],
    ['a loop', (d) => (d.stages[1]!.after = ['jury']), '/stages/1/after', 'waits for itself', 'do not wait'],
    ['a key used twice', (d) => (d.stages[3]!.key = 'call'), '/stages/3/key', 'must differ', '/stages/0/key'],
    [
      'a criterion used twice',
      (d) => d.criteria.push({ key: 'context', title: 'Again' }),
      '/criteria/5/key',
      'must differ',
      '/criteria/2/key',
    ],
    [
      'a window before the hard close of the stage before',
      (d) => (d.stages[1]!.window.opens = '2027-09-01T00:30'),
      '/stages/1/window/opens',
      'before "call"',
      '1 September 2027 at 00:59 (Asia/Shanghai), 31 August 2027 at 16:59 UTC or later',
    ],
    [
      'a deadline before the opening',
      (d) => (d.stages[2]!.window.deadline = '2027-10-01T00:00'),
      '/stages/2/window/deadline',
      'not after the opening',
      '9 October 2027',
    ],
    [
      'a ladder step before the opening',
      (d) => (d.stages[1]!.ladder = ['P2D', 'P2W']),
      '/stages/1/ladder/1',
      'before the opening',
      '18 September 2027',
    ],
    ['a ladder step twice', (d) => (d.stages[1]!.ladder = ['P2D', 'P2D']), '/stages/1/ladder/1', 'twice', 'ladder/0'],
    ['a step that is no duration', (d) => (d.stages[1]!.ladder = ['2 days']), '/stages/1/ladder/0', 'ISO 8601', 'P7D'],
    [
      'a local time that the zone skips',
      (d) => {
        d.zone = 'Europe/Berlin';
        d.stages[0]!.window.opens = '2027-03-28T02:30';
      },
      '/stages/0/window/opens',
      'exists in Europe/Berlin',
      'offset',
    ],
    [
      'a day without a time',
      (d) => (d.stages[0]!.window.deadline = '2027-08-31'),
      '/stages/0/window/deadline',
      'date and time',
      '2027-08-31T23:59',
    ],
    [
      'a release before the hard close',
      (d) => (d.stages[3]!.release[1]!.when = '2027-12-06T17:59'),
      '/stages/3/release/1/when',
      'before the stage has closed',
      '6 December 2027 at 18:00',
    ],
    [
      'the public before those concerned',
      (d) => d.stages[2]!.release.reverse(),
      '/stages/2/release/1',
      'before the public',
      'concerned first',
    ],
    [
      'an unknown audience',
      (d) => (d.stages[2]!.release[0]!.audience = 'press'),
      '/stages/2/release/0/audience',
      '',
      'concerned, public',
    ],
    [
      'a release of a stage that decides nothing',
      (d) => (d.stages[4]!.release = [{ audience: 'public', when: 'decided' }]),
      '/stages/4/release',
      'decides nothing',
      '[]',
    ],
    [
      'nobody to certify',
      (d) => (d.stages[2]!.certifiers = { count: 0 }),
      '/stages/2/certifiers',
      'nobody',
      'at least 1',
    ],
    [
      'an unknown role of certifiers',
      (d) => (d.stages[2]!.certifiers.roles = ['mayor']),
      '/stages/2/certifiers/roles/0',
      '',
      'organiser',
    ],
    [
      'complaints about a decision that is never released to those concerned',
      (d) => Object.assign(d.stages[2]!, { release: [], complaints: { window: 'P14D' } }),
      '/stages/2/complaints',
      'never released to those concerned',
      'a release to "concerned"',
    ],
    [
      'complaints where nothing is decided',
      (d) => (d.stages[4]!.complaints = { window: 'P14D' }),
      '/stages/4/complaints',
      'decides nothing',
      'a stage that decides',
    ],
    [
      'no time to complain',
      (d) => (d.stages[2]!.complaints = { window: 'PT0S' }),
      '/stages/2/complaints/window',
      'no time',
      'P14D',
    ],
    [
      'nobody to handle complaints',
      (d) => (d.stages[2]!.complaints = { window: 'P14D', handledBy: [] }),
      '/stages/2/complaints/handledBy',
      'nobody',
      'a role',
    ],
    [
      'auditors who handle complaints',
      (d) => (d.stages[2]!.complaints = { window: 'P14D', handledBy: ['auditor'] }),
      '/stages/2/complaints/handledBy/0',
      '',
      'organiser',
    ],
    [
      'a quota larger than the stage before gives',
      (d) => (d.stages[3]!.settings.quotas.winners = 16),
      '/stages/3/settings/quotas/winners',
      '"screening" gives 15',
      '0 to 15',
    ],
    ['what a type finds', (d) => (d.criteria = []), '/criteria', 'no criteria', 'at least one'],
  ])('refuses %s', (_, change, pointer, message, allowed) => {
    const found = problems(change);
    expect(found).toContainEqual(
      expect.objectContaining({
        pointer,
        message: expect.stringContaining(message),
        allowed: expect.stringContaining(allowed),
      }),
    );
  });

  it('reports all problems together, each with what stands there', () => {
    const found = problems((document) => {
      const d = document;
      d.colour = 'red';
      d.zone = 'Mars/Olympus';
      d.stages[1]!.window.opens = '2027-08-01T00:00';
      d.stages[3]!.settings.quotas.winners = 99;
      d.stages[3]!.window.deadline = '2027-12-01T00:00';
    });
    expect(found.map(({ pointer, value }) => [pointer, value])).toEqual([
      ['/zone', 'Mars/Olympus'],
      ['/colour', 'red'],
      ['/stages/3/window/deadline', '2027-12-01T00:00:00.000Z'],
      ['/stages/1/window/opens', '2027-08-01T00:00:00.000Z'],
      ['/stages/3/settings/quotas/winners', 99],
    ]);
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => 'problems' in check(JSON.stringify(value))),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(template())), fc.jsonValue(), (key, value) => {
        const checked = check({ ...template(), [key]: value });
        return 'problems' in checked || 'definition' in checked;
      }),
      { numRuns: 300 },
    );
  });
});

describe('a cycle in another time', () => {
  const definition = sound(template());
  const instants = ({ stages, zone }: CycleDefinition) =>
    stages.flatMap((stage) => [
      stage.window.opens,
      stage.window.deadline,
      hardCloseOf(stage, zone),
      ...stage.release.flatMap(({ when }) => (when.length > 10 ? [when] : [])),
    ]);

  it('keeps the order of all instants and stays sound', () => {
    const start = fc.date({ min: new Date('2000-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(start, fc.double({ min: 1e-5, max: 2, noNaN: true }), (opens, scale) => {
        const moved = shiftDefinition(definition, opens, scale);
        expect('problems' in check(moved) ? check(moved) : null).toBeNull();
        const before = instants(definition);
        const after = instants(moved);
        expect(Date.parse(after[0]!)).toBe(opens.getTime());
        for (const [i, a] of before.entries())
          for (const [j, b] of before.entries()) if (a <= b) expect(after[i]! <= after[j]!).toBe(true);
        const lasts = (all: string[]) => Date.parse(all.at(-1)!) - Date.parse(all[0]!);
        expect(Math.abs(lasts(after) - lasts(before) * scale)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 100 },
    );
  });

  it('shifts a whole week without touching anything else', () => {
    const opens = DateTime.fromISO(definition.stages[0]!.window.opens).plus({ weeks: 1 }).toJSDate();
    const moved = shiftDefinition(definition, opens);
    expect(moved.stages[3]!.window.opens).toBe('2027-12-11T01:00:00.000Z');
    expect({ ...moved, stages: [] }).toEqual({ ...definition, stages: [] });
  });
});
