import type { FieldError, Language } from '#libs/contracts/pure';
import { isDeepStrictEqual } from 'node:util';
import { formWords } from './form.words.js';
import { checkDraft } from './form-validation.js';
import type { Form } from './form.js';
import { type Json, type JsonObject, isObject, tokensOf } from './json-pointer.js';
import { partOf, sectionsOf } from './form-sections.js';

/** What of an earlier content can be drafted by a form, and what of it can not, with the reasons. */
export interface CarriedOver {
  content: JsonObject;
  leftOut: FieldError[];
}

/**
 * Takes over what of a content fits another form: fields it does not know, texts that are too long
 * for it, values it does not take, and what was erased, stay behind and are named. What is taken is
 * a draft the form accepts, complete or not.
 */
export function carryOver(form: Form, content: JsonObject, language: Language = 'en'): CarriedOver {
  const known = isObject(form['properties']) ? Object.keys(form['properties']) : [];
  const fields = Object.entries(content);
  const unknown = fields.filter(([field]) => !known.includes(field)).map(([field]) => unknownField(field, language));
  let taken = Object.fromEntries(fields.filter(([field]) => known.includes(field)));
  const leftOut = [...unknown];
  const check = () => checkDraft(form, taken, language);
  for (let wrong = check(); wrong.length > 0; wrong = check()) {
    leftOut.push(...wrong);
    const before = taken;
    for (const { pointer } of wrong) taken = without(taken, tokensOf(pointer)) as JsonObject;
    // What is wrong with the whole and can't be taken out of it, such as too many fields.
    if (taken === before) return { content: {}, leftOut };
  }
  return { content: taken, leftOut };
}

const unknownField = (field: string, language: Language): FieldError => ({
  pointer: `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  message: formWords.say(language, 'notAsked'),
});

/**
 * A copy without the member; of a list, whose items only count together, the list goes. The same
 * object when nothing is there.
 */
function without(value: Json, [token, ...rest]: string[]): Json {
  if (token === undefined || !isObject(value) || !Object.hasOwn(value, token)) return value;
  const { [token]: member, ...others } = value;
  if (rest.length === 0 || !isObject(member)) return others;
  const inner = without(member, rest);
  return inner === member ? value : { ...value, [token]: inner };
}

/**
 * A draft as another form divides it: what of the saved sections, by key, has to be written anew so
 * that they say the content together. Every field the form knows stands in the one section it has
 * there; what the form does not ask for any more leaves the draft (its versions keep it).
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
