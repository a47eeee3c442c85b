import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redistributeSections } from './redistribute-sections.rules.js';
import { sectionsOf } from './form-sections.js';
import type { Form } from './form.js';
import type { JsonObject } from './json-pointer.js';

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
