import { describe, expect, it } from '@jest/globals';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { LANGUAGES } from '#libs/contracts/pure';
import { fieldErrorOf } from '#libs/words/pure';
import { GUANGZHOU_FORM } from './form.js';
import { publicationErrors, publicationGroupsOf } from './form-publication.js';
import { formIn } from './form-language.js';
import { checkComplete, checkDraft, checkForm } from './form-validation.js';
import { visibleTo } from './form-visibility.js';
import type { JsonObject } from './json-pointer.js';

describe('form', () => {
  it('takes a complete content', () => {
    expect(checkComplete(GUANGZHOU_FORM, completeContent())).toEqual([]);
  });

  it('names everything that is missing, by pointer', () => {
    const errors = checkComplete(GUANGZHOU_FORM, {
      ...completeContent(),
      title: ' ',
      dates: {},
      themes: [],
      lessons: {},
    });
    expect(errors).toEqual(
      expect.arrayContaining([
        { pointer: '/title', message: 'is empty' },
        { pointer: '/dates/start', message: 'is missing' },
        { pointer: '/themes', message: 'needs at least one choice' },
        { pointer: '/lessons/learned', message: 'is missing' },
      ]),
    );
    expect(errors).toHaveLength(4);
    expect(checkComplete(GUANGZHOU_FORM, {})).toHaveLength(13);
  });

  it('lets a draft be as unfinished as it is, but not wrong', () => {
    expect(checkDraft(GUANGZHOU_FORM, {})).toEqual([]);
    expect(checkDraft(GUANGZHOU_FORM, { title: '', themes: [], dates: {}, outcomes: {} })).toEqual([]);
    const errors = checkDraft(GUANGZHOU_FORM, {
      title: 'word '.repeat(26),
      themes: ['sport'],
      dates: { start: '31.3.2026' },
      profile: { population: 'many', mayor: 'Ana' },
    });
    expect(errors).toEqual([
      { pointer: '/title', message: 'has 26 words', allowed: 'at most 25 words' },
      { pointer: '/profile/mayor', message: 'is not a field of this form' },
      { pointer: '/profile/population', message: 'must be a whole number' },
      { pointer: '/dates/start', message: 'must be a date', allowed: 'a calendar date such as 2026-03-31' },
      {
        pointer: '/themes/0',
        message: 'is not one of the choices',
        allowed: 'social, economic, environmental, governance, technology, other',
      },
    ]);
  });

  it.each([
    [25, []],
    [26, [{ pointer: '/title', message: 'has 26 words', allowed: 'at most 25 words' }]],
  ])('a title of %i words', (words, errors) => {
    const content = { ...completeContent(), title: 'city '.repeat(words) };
    expect(checkComplete(GUANGZHOU_FORM, content)).toEqual(errors);
  });

  it.each([
    ['11', true],
    ['11.7', true],
    ['17.19', true],
    ['11.b', true],
    ['18', false],
    ['11.', false],
    ['11.99', false],
  ])('SDG target %s', (code, valid) => {
    expect(checkDraft(GUANGZHOU_FORM, { sdgTargets: [code] })).toHaveLength(valid ? 0 : 1);
  });

  it('keeps a field named like a keyword', () => {
    const form = { type: 'object', properties: { title: { type: 'string' }, required: { type: 'integer' } } };
    expect(checkForm(form)).toBeNull();
    expect(checkDraft(form, { required: 'x' })).toEqual([{ pointer: '/required', message: 'must be a whole number' }]);
  });

  it.each([
    [{ type: 'objekt' }, /type/],
    [{ type: 'object', properties: { title: { type: 'string', maxWord: 3 } } }, /maxWord/],
    [{ type: 'object', properties: { title: { $ref: 'https://example.org/x' } } }, /resolve reference/],
    [{ type: 'array' }, /must describe an object/],
    [{ type: 'object', properties: {} }, /"title"/],
  ])('refuses the form %j', (form, why) => {
    expect(checkForm(form)).toMatch(why);
  });

  it('asks consent to publication for every field of the shipped form, once', () => {
    const groups = publicationGroupsOf(GUANGZHOU_FORM);
    expect(groups.map(({ key }) => key)).toEqual(['summary', 'profile', 'full-text']);
    const fields = groups.flatMap((group) => group.fields);
    expect(fields.toSorted()).toEqual(Object.keys(GUANGZHOU_FORM['properties'] as object).toSorted());
  });
});

describe('consent to publication', () => {
  const field = (more: object) => ({ type: 'string', ...more });
  const form = {
    type: 'object',
    properties: {
      title: field({ publication: 'card' }),
      budget: field({ publication: 'money' }),
      abstract: field({ publication: 'card' }),
      referee: field({ publication: 'money', visibility: 'judges' }),
    },
  };

  it('is asked for the groups that the fields of a form name, but for what nobody else will see', () => {
    expect(checkForm(form)).toBeNull();
    expect(publicationGroupsOf(form)).toEqual([
      { key: 'card', fields: ['title', 'abstract'] },
      { key: 'money', fields: ['budget'] },
    ]);
    expect(publicationGroupsOf({ type: 'object', properties: { title: {}, story: {} } })).toEqual([
      { key: 'summary', fields: ['title'] },
      { key: 'full-text', fields: ['story'] },
    ]);
    expect(checkForm({ type: 'object', properties: { title: field({ publication: 'Not a key' }) } })).toMatch(
      /pattern/,
    );
  });

  it('is not asked for a part of a field: a form that names a group there is refused', () => {
    const within = { type: 'object', properties: { cost: field({ publication: 'money' }) } };
    const list = { type: 'array', items: field({ publication: 'money' }) };
    const named = (more: object) => ({ ...form, properties: { ...form.properties, ...more } });
    expect(checkForm(named({ budget: within }))).toMatch(/\/budget\/cost is published with the field it stands in/);
    expect(checkForm(named({ costs: list }))).toMatch(/\/costs\/- is published with/);
    expect(checkForm(named({ publication: field({}) }))).toBeNull();
  });

  it('needs a yes or a no to each, and to no other', () => {
    expect(publicationErrors(form, { card: true, money: false })).toEqual([]);
    expect(publicationErrors(form, { card: true, profile: true }).map(fieldErrorOf)).toMatchObject([
      { pointer: '/publication/money', allowed: 'true or false' },
      { pointer: '/publication/profile', allowed: 'card, money' },
    ]);
  });
});

describe('what is wrong with a field', () => {
  const form = {
    type: 'object',
    properties: {
      title: { type: 'string', minWords: 1 },
      code: { type: 'string', pattern: '^[A-Z]+$', minLength: 2, maxLength: 4 },
      share: { type: 'number', minimum: 0, maximum: 100, multipleOf: 5 },
      rate: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      ways: { type: 'array', items: { enum: ['a', 'b', 'c'] }, minItems: 1, maxItems: 2, uniqueItems: true },
      site: { type: 'string', format: 'uri' },
      mail: { type: 'string', format: 'email' },
      sure: { const: true },
      either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
      story: { type: 'string', minWords: 3 },
    },
    additionalProperties: false,
    required: ['title'],
  };
  const wrong: JsonObject[] = [
    {
      code: 'abcde',
      share: 101,
      rate: 0,
      ways: [],
      site: 'x',
      mail: 'x',
      sure: false,
      either: [],
      story: 'one',
      more: 1,
    },
    { title: '', code: 'A', share: -5, rate: 1, ways: ['a', 'a', 'b'] },
    { title: 7, ways: ['d'] },
  ];

  it.each(LANGUAGES)('is said in %s, never in the words of a library', (language) => {
    const errors = wrong.flatMap((content) => checkComplete(form, content, language));
    expect(errors.length).toBeGreaterThan(20);
    expect(
      errors.filter(({ message }) => message === '' || /must NOT|must match|undefined|NaN|\[object/.test(message)),
    ).toEqual([]);
    if (language !== 'en')
      expect(errors.filter(({ message }) => /\b(must|has|is|takes|needs)\b/.test(message))).toEqual([]);
  });

  it('leaves out no keyword: nothing is said in general words only', () => {
    const errors = wrong.flatMap((content) => checkComplete(form, content));
    const general = errors.filter(({ message }) => message === 'does not fit what this form asks here');
    expect(general.map(({ pointer }) => pointer)).toEqual(['/either']);
  });
});

describe('a condition', () => {
  const form = {
    type: 'object',
    properties: {
      title: { type: 'string', minWords: 1 },
      status: { enum: ['ongoing', 'completed'] },
      end: { type: 'string', format: 'date' },
      why: { type: 'string', maxWords: 3 },
    },
    required: ['title', 'status'],
    additionalProperties: false,
    if: { properties: { status: { const: 'completed' } }, required: ['status'] },
    then: { required: ['end'] },
    else: { properties: { end: false } },
  };

  it('asks for a field where it holds, and takes none where it does not', () => {
    expect(checkForm(form)).toBeNull();
    expect(checkComplete(form, { title: 'A', status: 'completed' })).toEqual([
      { pointer: '/end', message: 'is missing' },
    ]);
    expect(checkComplete(form, { title: 'A', status: 'completed', end: '2026-01-31' })).toEqual([]);
    expect(checkComplete(form, { title: 'A', status: 'ongoing' })).toEqual([]);
    expect(checkComplete(form, { title: 'A', status: 'ongoing', end: '2026-01-31' })).toHaveLength(1);
  });

  it('means the same for a draft: what is not filled in makes nothing true', () => {
    const asking = { ...form, then: { required: ['end'], properties: { why: { maxWords: 1 } } }, else: {} };
    expect(checkDraft(asking, { why: 'two words' })).toEqual([]);
    expect(checkDraft(asking, { status: 'completed' })).toEqual([]);
    expect(checkDraft(asking, { status: 'completed', why: 'two words' })).toHaveLength(1);
  });

  it.each([
    ['oneOf', { oneOf: [{ required: ['end'] }, { required: ['why'] }] }],
    ['not', { not: { required: ['end', 'why'] } }],
    ['contains', { properties: { ...form.properties, list: { type: 'array', contains: { const: 'x' } } } }],
  ])('a draft is not refused for what is only missing (%s)', (_keyword, more) => {
    const { if: _if, then: _then, else: _else, ...plain } = form;
    expect(
      checkDraft({ ...plain, ...more }, { list: [] as string[] }).filter(({ pointer }) => pointer !== '/list'),
    ).toEqual([]);
  });

  it.each<JsonObject>([
    { then: { properties: { place: { type: 'string' } } } },
    { then: { required: ['place'] } },
    { allOf: [{ if: {}, then: { required: ['place'] } }] },
  ])('that names a field which stands nowhere else is refused (%j)', (more) => {
    const { additionalProperties: _, ...open } = form;
    expect(checkForm({ ...open, ...more })).toMatch(/\/place stands in a condition only/);
  });
});

describe('the words of the shipped form', () => {
  const fieldsOf = (schema: JsonObject): JsonObject[] =>
    Object.values((schema['properties'] ?? {}) as Record<string, JsonObject>).flatMap((field) => [
      field,
      ...fieldsOf(field),
    ]);

  it.each(LANGUAGES)('name every field in %s', (language) => {
    const titles = fieldsOf(formIn(GUANGZHOU_FORM, language)).map(({ title }) => title);
    const english = fieldsOf(GUANGZHOU_FORM).map(({ title }) => title);
    expect(titles.filter((title) => typeof title !== 'string' || title === '')).toEqual([]);
    if (language !== 'en') expect(titles.filter((title, index) => title === english[index]).length).toBeLessThan(4);
  });

  it('help in every language or not at all', () => {
    const helped = fieldsOf(GUANGZHOU_FORM).flatMap(({ help }) =>
      help ? [Object.keys(help as object).toSorted()] : [],
    );
    expect(helped.length).toBeGreaterThan(5);
    for (const languages of helped) expect(languages).toEqual(LANGUAGES.toSorted());
  });
});

describe('what a field says of itself', () => {
  it.each<JsonObject>([
    { titles: { de: 'Titel' } },
    { help: 'Say it.' },
    { visibility: 'nobody' },
    { picker: 'cities' },
  ])('is refused when it is not of the vocabulary (%j)', (more) => {
    expect(checkForm({ type: 'object', properties: { title: { type: 'string', ...more } } })).not.toBeNull();
  });

  it.each([
    ['public', { title: 'A', group: { open: 1 } }],
    ['judges', { title: 'A', group: { open: 1, method: 2 }, judged: { inner: 3 } }],
    ['secretariat', { title: 'A', group: { open: 1, method: 2, bank: 4 }, judged: { inner: 3 }, gone: 5 }],
  ] as const)('decides what is shown to %s', (reader, seen) => {
    const number = { type: 'number' };
    const form = {
      type: 'object',
      properties: {
        title: { type: 'string' },
        group: {
          type: 'object',
          properties: {
            open: number,
            method: { ...number, visibility: 'judges' },
            bank: { ...number, visibility: 'secretariat' },
          },
        },
        judged: { type: 'object', visibility: 'judges', properties: { inner: { ...number, visibility: 'public' } } },
      },
    };
    expect(checkForm(form)).toBeNull();
    const content = { title: 'A', group: { open: 1, method: 2, bank: 4 }, judged: { inner: 3 }, gone: 5 };
    expect(visibleTo(reader, form, content)).toEqual(seen);
  });
});
