import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Work } from '#libs/platform';
import { type Entry, EntrySection, EntrySectionVersion } from './entry.entities.js';
import { partOf, sectionsOf } from '../form/form-sections.js';
import type { Form } from '../form/form.js';
import type { JsonObject } from '../form/json-pointer.js';

/** The sections of an entry that were saved, by key; only the one of that key when it is given. */
export async function savedSections(
  em: SqlEntityManager,
  entryId: string,
  key?: string,
): Promise<Map<string, EntrySection>> {
  const where = { entryId, ...(key === undefined ? {} : { key }) };
  const rows = await em.find(EntrySection, where, { disableIdentityMap: true });
  return new Map(rows.map((section) => [section.key, section]));
}

/** What the saved sections say together. */
export function contentOf(sections: Iterable<EntrySection>): JsonObject {
  return Object.assign({}, ...[...sections].map(({ content }) => content)) as JsonObject;
}

/** Keeps what an entry begins with as the first version of each section that has something of it. */
export async function insertSections({ em }: Work, entry: Entry, form: Form, content: JsonObject): Promise<void> {
  const { id: entryId, savedBy, savedAt } = entry;
  const rows = sectionsOf(form)
    .map((section) => ({ key: section.key, content: partOf(section, content) }))
    .filter((section) => Object.keys(section.content).length > 0)
    .map((section) => ({ ...section, entryId, version: 1, savedBy, savedAt }));
  if (rows.length === 0) return;
  await em.insertMany(EntrySection, rows);
  await em.insertMany(EntrySectionVersion, rows);
}
