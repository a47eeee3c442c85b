import { isDeepStrictEqual } from 'node:util';
import { partOf, sectionsOf } from './form-sections.js';
import type { Form } from './form.js';
import type { JsonObject } from './json-pointer.js';

/**
 * A draft as another form divides it: what of the saved sections, by key, has to be written anew so that they say the content
 * together. Every field the form knows stands in the one section it has there; what the form does not ask for any more leaves
 * the draft (its versions keep it).
 */
export function redistributeSections(
  form: Form,
  content: JsonObject,
  saved: ReadonlyMap<string, JsonObject>,
): Map<string, JsonObject> {
  const parts = new Map(sectionsOf(form).map((section) => [section.key, partOf(section, content)]));
  const keys = [...new Set([...saved.keys(), ...parts.keys()])];
  const divided = keys.map((key) => [key, parts.get(key) ?? {}] as const);
  return new Map(divided.filter(([key, part]) => !isDeepStrictEqual(part, saved.get(key) ?? {})));
}
