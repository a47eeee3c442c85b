import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { JsonObject } from '../form/json-pointer.js';
import type { CallLanguages, TranslationSource } from '../stage-types/language.rules.js';

/** Does the translation `t` still count? */
export const STANDS_SQL = `not exists (select from entries.translation_withdrawal w where w.translation_id = t.id)`;

/** The translations of the version `v` that stand, as a list of their languages and sources. */
export const STANDING_TRANSLATIONS = `coalesce((
  select jsonb_agg(jsonb_build_object('language', t.language, 'source', t.source) order by t.id)
  from entries.translation t where t.entry_id = v.entry_id and t.entry_version = v.version and ${STANDS_SQL}), '[]')`;

/**
 * Of several the first counts: of the latest version, the city's before a human's before a
 * machine's, the last that was added.
 */
export const FIRST_SQL = `t.entry_version desc, array_position(array['city', 'human', 'machine'], t.source), t.id desc`;

/**
 * The texts of the version `v` in a language, of the translation that counts; null without. One
 * parameter, the language.
 */
export const TEXTS_SQL = `(select t.content from entries.translation t
  where t.entry_id = v.entry_id and t.entry_version = v.version and entries.is_in(t.language, ?::text) and ${STANDS_SQL}
  order by ${FIRST_SQL} limit 1)`;

/**
 * The authoritative language of an entry's call, from a parameter: an object of these by the calls'
 * keys; null where it names none.
 */
export const AUTHORITATIVE_SQL = `(?::jsonb ->> e.stage_key)`;

/**
 * Whether a version `v` of `e` has yet to be translated: neither it nor a translation of it is in
 * the authoritative language. Two parameters.
 */
export const UNTRANSLATED_SQL = `(entries.is_in(v.language, ${AUTHORITATIVE_SQL}) is not true and not exists (
  select from entries.translation t where t.entry_id = v.entry_id and t.entry_version = v.version
    and entries.is_in(t.language, ${AUTHORITATIVE_SQL}) and ${STANDS_SQL}))`;

/** What the calls judge by, as the parameter of `AUTHORITATIVE_SQL`. */
export const authoritativeOf = (languages: Languages): string =>
  JSON.stringify(Object.fromEntries(Object.entries(languages).map(([key, { authoritative }]) => [key, authoritative])));

type Languages = Readonly<Record<string, CallLanguages>>;

/** The title of an entry in its authoritative language, where that is a translation's. */
export interface AuthoritativeTitle {
  entryId: string;
  title: string | null;
  source: TranslationSource;
  /** Is it of the last submitted version? */
  isOfLast: boolean;
}

/** A translation of an entry into its authoritative language, whole. */
export interface AuthoritativeTranslation extends AuthoritativeTitle {
  language: string;
  tool: string | null;
  /** The submitted version it is of. */
  version: number;
  content: JsonObject;
  /** What it was translated from, and the revision of the definition whose form that followed. */
  original: JsonObject;
  revision: number;
}

const TITLE_COLUMNS = `e.id as "entryId", t.content ->> 'title' as title, t.source,
  t.entry_version = e.current_version as "isOfLast"`;

/**
 * Of entries whose last version is in another language, the translation that counts; also one of an earlier version.
 */
const select = (columns: string): string => `select distinct on (e.id) ${TITLE_COLUMNS} ${columns}
  from entries.entry e join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
  join entries.translation t on t.entry_id = e.id and entries.is_in(t.language, ${AUTHORITATIVE_SQL}) and ${STANDS_SQL}
  join entries.entry_version o on o.entry_id = e.id and o.version = t.entry_version
  where e.id = any(?::uuid[]) and entries.is_in(v.language, ${AUTHORITATIVE_SQL}) is not true
  order by e.id, ${FIRST_SQL}`;

const parameters = (entryIds: readonly string[], languages: Languages): unknown[] => {
  const calls = authoritativeOf(languages);
  return [calls, `{${entryIds.join()}}`, calls];
};

/** The translated titles of these entries, by entry; languages are those of their calls. */
export async function authoritativeTitles(
  em: SqlEntityManager,
  entryIds: readonly string[],
  languages: Languages,
): Promise<Map<string, AuthoritativeTitle>> {
  const rows = await em.execute<AuthoritativeTitle[]>(select(''), parameters(entryIds, languages));
  return new Map(rows.map((row) => [row.entryId, row]));
}

/** The translation of an entry that counts; null where there is none, or the original does. */
export async function authoritativeTranslation(
  em: SqlEntityManager,
  entryId: string,
  languages: Languages,
): Promise<AuthoritativeTranslation | null> {
  const columns = ', t.language, t.tool, t.entry_version as version, t.content, o.content as original, o.revision';
  const [row] = await em.execute<AuthoritativeTranslation[]>(select(columns), parameters([entryId], languages));
  return row ?? null;
}
