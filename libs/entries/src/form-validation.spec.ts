import { describe, expect, it } from '@jest/globals';
import { completeContent } from '../../../test/support/entry-contents.js';
import { GUANGZHOU_FORM, PUBLICATION_GROUPS } from './form.js';
import { checkComplete, checkDraft, checkForm } from './form-validation.js';

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
        { pointer: '/themes', message: 'must NOT have fewer than 1 items' },
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
    const fields = Object.values(PUBLICATION_GROUPS).flat();
    expect(fields.toSorted()).toEqual(Object.keys(GUANGZHOU_FORM['properties'] as object).toSorted());
  });
});
