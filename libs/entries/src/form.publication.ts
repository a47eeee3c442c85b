import type { FieldError } from '#libs/contracts/pure';
import { type Form, publishedWith } from './form.js';
import { isObject } from './json-pointer.js';

/** Fields whose publication a city consents to together. */
export interface PublicationGroup {
  key: string;
  /** Names of top-level fields. */
  fields: string[];
}

/** A consent to publication, or its refusal, by key of the group. */
export type Publication = Record<string, boolean>;

/**
 * The groups that the fields of a form name in `publication`, in its order. A field that everybody may never see is in none: there is nothing to
 * consent to.
 */
export function publicationGroupsOf(form: Form): PublicationGroup[] {
  const groups = new Map<string, string[]>();
  for (const [name, field] of Object.entries(isObject(form['properties']) ? form['properties'] : {})) {
    const { visibility = 'public', publication } = isObject(field) ? field : {};
    if (visibility !== 'public') continue;
    const key = typeof publication === 'string' ? publication : publishedWith(name);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, fields]) => ({ key, fields }));
}

/** What is wrong with the consents that come with a submit: each group of the form needs a yes or a no, and there are no others. */
export function publicationErrors(form: Form, given: Publication): FieldError[] {
  const keys = publicationGroupsOf(form).map(({ key }) => key);
  const missing = keys.filter((key) => given[key] === undefined);
  const unknown = Object.keys(given).filter((key) => !keys.includes(key));
  return [
    ...missing.map((key) => ({
      pointer: `/publication/${key}`,
      message: 'is missing: may this group of fields be published?',
      allowed: 'true or false',
    })),
    ...unknown.map((key) => ({
      pointer: `/publication/${key}`,
      message: 'is no group of fields of this form',
      allowed: keys.join(', '),
    })),
  ];
}
