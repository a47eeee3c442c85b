import type { FieldFault } from '#libs/words/pure';
import { type Form, publishedWith } from './form.js';
import { sectionsOf } from './form-sections.js';
import { isObject } from './json-pointer.js';
import { refusal } from '../refusals.words.js';

/** Fields whose publication a city consents to together. */
export interface PublicationGroup {
  key: string;
  /** Names of top-level fields. */
  fields: string[];
}

/** A consent to publication, or its refusal, by key of the group. */
export type Publication = Record<string, boolean>;

/**
 * The groups that the fields of a form name in `publication`, in the order in which they are filled
 * in. What is not for everybody's eyes is in none: there is nothing to consent to.
 */
export function publicationGroupsOf(form: Form): PublicationGroup[] {
  const groups = new Map<string, string[]>();
  const properties = isObject(form['properties']) ? form['properties'] : {};
  for (const name of sectionsOf(form).flatMap(({ fields }) => fields)) {
    const field = properties[name];
    if (field === undefined) continue;
    const { visibility = 'public', publication } = isObject(field) ? field : {};
    if (visibility !== 'public') continue;
    const key = typeof publication === 'string' ? publication : publishedWith(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, fields]) => ({ key, fields }));
}

/**
 * Where a form names a group of a field that is none at its top level, and so in no group of its
 * own; null when nowhere.
 */
export function misplacedPublication(form: Form): string | null {
  const within = (schema: unknown, pointer: string): string | null => {
    if (!isObject(schema)) return null;
    const { properties, items } = schema;
    const inner = Object.entries(isObject(properties) ? properties : {}).map(([name, field]) => [name, field] as const);
    for (const [name, field] of items === undefined ? inner : [...inner, ['-', items] as const]) {
      const place = `${pointer}/${name}`;
      if (pointer !== '' && isObject(field) && field['publication'] !== undefined) return place;
      const found = within(field, place);
      if (found) return found;
    }
    return null;
  };
  return within(form, '');
}

/**
 * What is wrong with the consents that come with a submit: each group of the form needs a yes or a
 * no, and there are no others.
 */
export function publicationErrors(form: Form, given: Publication): FieldFault[] {
  const keys = publicationGroupsOf(form).map(({ key }) => key);
  const missing = keys.filter((key) => given[key] === undefined);
  const unknown = Object.keys(given).filter((key) => !keys.includes(key));
  return [
    ...missing.map((key) => ({
      pointer: `/publication/${key}`,
      message: refusal('consent.missing'),
      allowed: refusal('consent.trueOrFalse'),
    })),
    ...unknown.map((key) => ({
      pointer: `/publication/${key}`,
      message: refusal('consent.unknownGroup'),
      allowed: keys.join(', '),
    })),
  ];
}
