import type { Language } from '#libs/contracts/pure';
import type { Form } from './form.js';
import { type Json, type JsonObject, isObject, tokensOf } from './json-pointer.js';

/** What whoever fills in a field is told, by language; a title in English is the schema's own `title`. */
export interface FieldWords {
  title: string;
  titles: Partial<Record<Language, string>>;
  help?: Record<Language, string>;
}

/**
 * The form as somebody reads it in one language: `title` and `description` of every field are in it
 * where the form has them.
 */
export function formIn(form: Form, language: Language): Form {
  return inLanguage(form, language) as Form;
}

function inLanguage(schema: Json, language: Language, names = false): Json {
  if (Array.isArray(schema)) return schema.map((member) => inLanguage(member, language));
  if (!isObject(schema)) return schema;
  const inner = Object.entries(schema).map(([key, value]) => [
    key,
    inLanguage(value, language, !names && (key === 'properties' || key === '$defs')),
  ]);
  return names ? Object.fromEntries(inner) : { ...Object.fromEntries(inner), ...wordsOf(schema, language) };
}

function wordsOf({ titles, help }: JsonObject, language: Language): JsonObject {
  const title = isObject(titles) ? titles[language] : undefined;
  const description = isObject(help) ? (help[language] ?? help['en']) : undefined;
  return { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) };
}

/**
 * A form with words for its fields, each by the pointer of its value. Throws a RangeError when a
 * pointer names no field.
 */
export function withWords(form: Form, words: Readonly<Record<string, FieldWords>>): Form {
  const said = structuredClone(form);
  for (const [pointer, more] of Object.entries(words)) Object.assign(schemaAt(said, pointer), more);
  return said;
}

function schemaAt(form: Form, pointer: string): JsonObject {
  let schema: JsonObject = form;
  for (const token of tokensOf(pointer)) {
    const { properties } = schema;
    const field = isObject(properties) ? properties[token] : undefined;
    if (!isObject(field)) throw new RangeError(`the form has no field ${pointer}`);
    schema = field;
  }
  return schema;
}
