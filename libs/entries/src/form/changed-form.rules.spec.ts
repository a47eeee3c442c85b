import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { carryOver, redistributeSections } from './changed-form.rules.js';
import { checkDraft } from './form-validation.js';
import { type Form, GUANGZHOU_FORM } from './form.js';
import type { JsonObject } from './json-pointer.js';
import { sectionsOf } from './form-sections.js';

describe('what an earlier entry brings into a new form', () => {
  it('is all of it while the form is the same', () => {
    expect(carryOver(GUANGZHOU_FORM, completeContent())).toEqual({ content: completeContent(), leftOut: [] });
  });

  it('is what fits; the rest is named with the reason', () => {
    const { content, leftOut } = carryOver(
      GUANGZHOU_FORM,
      completeContent({
        title: 'word '.repeat(26),
        budget: 5,
        themes: ['social', 'magic'],
        outcomes: { results: null, evidence: 'Counted.' },
      }),
    );
    const { title: _, themes: __, ...rest } = completeContent();
    expect(content).toEqual({ ...rest, outcomes: { evidence: 'Counted.' } });
    expect(leftOut).toEqual([
      { pointer: '/budget', message: 'is not a field of this form' },
      { pointer: '/title', message: 'has 26 words', allowed: 'at most 25 words' },
      expect.objectContaining({ pointer: '/themes/1' }),
      { pointer: '/outcomes/results', message: 'must be a text' },
    ]);
  });

  it('is always a draft that the form accepts, whatever the earlier entry says', () => {
    const names = fc.constantFrom('title', 'profile', 'dates', 'themes', 'outcomes', 'links', 'start', 'results', 'x');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(null, 5, '', 'text', '2024-01-01', 'social', 'w '.repeat(400)),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(names, tree), (given) => {
        const { content, leftOut } = carryOver(GUANGZHOU_FORM, given as JsonObject);
        expect(checkDraft(GUANGZHOU_FORM, content)).toEqual([]);
        if (leftOut.length === 0) expect(content).toEqual(given);
      }),
    );
  });
});

const FIELDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const text = { type: 'string' };

/** A form with some of the fields, each in one section of its own choice, or in none that is named. */
const forms = fc
  .record({
    fields: fc.subarray(FIELDS, { minLength: 1 }),
    places: fc.array(fc.constantFrom('one', 'two', 'three', null), { minLength: 6, maxLength: 6 }),
  })
  .map(({ fields, places }): Form => {
    const sections = ['one', 'two', 'three'].map((key) => ({
      key,
      title: key,
      fields: fields.filter((field) => places[FIELDS.indexOf(field)] === key),
    }));
    return { type: 'object', sections, properties: Object.fromEntries(fields.map((field) => [field, text])) };
  });

/** A draft as a form divides it. */
const draftOf = (form: Form, content: JsonObject) =>
  new Map(
    sectionsOf(form).map(({ key, fields }) => [
      key,
      Object.fromEntries(fields.filter((field) => field in content).map((field) => [field, content[field]!])),
    ]),
  );
const contents = fc.dictionary(fc.constantFrom(...FIELDS), fc.string()) as fc.Arbitrary<JsonObject>;
const merged = (draft: Map<string, JsonObject>) => Object.assign({}, ...draft.values()) as JsonObject;

describe('a draft under an amended form', () => {
  it('keeps every text the form still asks for, in the one section that has it, and nothing else', () => {
    fc.assert(
      fc.property(forms, forms, contents, (before, after, content) => {
        const draft = draftOf(before, content);
        const moved = new Map([...draft, ...redistributeSections(after, merged(draft), draft)]);
        const known = Object.keys(after['properties'] as JsonObject);
        const kept = Object.entries(merged(draft)).filter(([field]) => known.includes(field));
        expect(merged(moved)).toEqual(Object.fromEntries(kept));
        for (const [key, part] of moved) {
          const fields = sectionsOf(after).find((section) => section.key === key)?.fields ?? [];
          expect(fields).toEqual(expect.arrayContaining(Object.keys(part)));
        }
      }),
    );
  });

  it('is not touched twice, nor when the form did not change', () => {
    fc.assert(
      fc.property(forms, forms, contents, (before, after, content) => {
        const draft = draftOf(before, content);
        expect(redistributeSections(before, merged(draft), draft)).toEqual(new Map());
        const moved = new Map([...draft, ...redistributeSections(after, merged(draft), draft)]);
        expect(redistributeSections(after, merged(moved), moved)).toEqual(new Map());
      }),
    );
  });
});
