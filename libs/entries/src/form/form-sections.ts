import type { Form } from './form.js';
import { type JsonObject, isObject } from './json-pointer.js';

/** A part of a form that is saved by itself: some of its top-level fields. */
export interface FormSection {
  key: string;
  /** In one language, or by language tag. */
  title: string | Record<string, string>;
  /** Names of top-level fields; a field is in one section only. */
  fields: string[];
}

/**
 * The sections of a form, in the order in which they are filled in: those its keyword `sections`
 * names, then one for each top-level field that none of them has.
 */
export function sectionsOf(form: Form): FormSection[] {
  const named = Array.isArray(form['sections']) ? (form['sections'] as unknown as FormSection[]) : [];
  const taken = new Set(named.flatMap(({ fields }) => fields));
  const properties = isObject(form['properties']) ? form['properties'] : {};
  const rest = Object.entries(properties).filter(([field]) => !taken.has(field));
  return [...named, ...rest.map(([field, schema]) => ({ key: field, title: titleOf(field, schema), fields: [field] }))];
}

/** What of a content belongs to a section. */
export function partOf({ fields }: FormSection, content: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(content).filter(([field]) => fields.includes(field)));
}

function titleOf(field: string, schema: unknown): FormSection['title'] {
  const title = isObject(schema) ? schema['title'] : undefined;
  return typeof title === 'string' || isObject(title) ? (title as FormSection['title']) : field;
}
