import type { EntryState } from '../entry/entry.entities.js';
import { PLACE_SQL, REGION_SQL } from '../cities/city.queries.js';

/** Where an entry stands in the counts: submitted ever; found valid by a person; valid, and not withdrawn. */
export const STANDINGS = ['received', 'valid', 'eligible'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Classes of cities by their people, smallest first: from so many, to fewer than so many. */
const CITY_SIZES = {
  'under-100k': [0, 100_000],
  '100k-500k': [100_000, 500_000],
  '500k-1m': [500_000, 1_000_000],
  '1m-5m': [1_000_000, 5_000_000],
  'over-5m': [5_000_000, Infinity],
} as const satisfies Partial<Record<CitySize, readonly [number, number]>>;
export const CITY_SIZE_KEYS = ['under-100k', '100k-500k', '500k-1m', '1m-5m', 'over-5m', 'unknown'] as const;
export type CitySize = (typeof CITY_SIZE_KEYS)[number];

/** Which entries of a cycle; what is left out is not asked. */
export interface EntryFilter {
  standing?: Standing | undefined;
  region?: string | undefined;
  /** Key of a territory of the programme's list. */
  territory?: string | undefined;
  countryCode?: string | undefined;
  citySize?: CitySize | undefined;
  /** Of its last submitted version. */
  theme?: string | undefined;
  /** A goal of the 2030 Agenda, `1` to `17`: that, or one of its targets. */
  sdg?: string | undefined;
  late?: boolean | undefined;
  /** Was it first submitted before the deadline for early entries? */
  early?: boolean | undefined;
}

/** The filter of lists that show drafts too. */
export interface ListFilter extends EntryFilter {
  state?: EntryState | undefined;
  /** Words of the title of its draft, next to each other, in any case. */
  title?: string | undefined;
}

/** A condition of SQL that begins with `and`, and its parameters. */
export interface Condition {
  sql: string;
  values: unknown[];
}

/** The values of a list in an entry's content, as rows; none where it is no list. */
export const listOf = (field: string): string =>
  `jsonb_array_elements_text(case jsonb_typeof(v.content -> '${field}') when 'array' then v.content -> '${field}' else '[]' end)`;

/** The class of a city, in SQL. */
export const CITY_SIZE_SQL = `case when c.population is null then 'unknown' ${Object.entries(CITY_SIZES)
  .map(([key, [, below]]) => (below === Infinity ? `else '${key}'` : `when c.population < ${below} then '${key}'`))
  .join(' ')} end`;

/** An entry's standing, in SQL: `k` is the last look at its last version. */
export const STANDING_SQL: Record<Standing, string> = {
  received: 'e.current_version > 0',
  valid: `k.outcome = 'valid'`,
  eligible: `k.outcome = 'valid' and e.state = 'submitted'`,
};

/**
 * Every entry with its city, where that lies, its last submitted version and the last look at that;
 * drafts have neither version nor look.
 */
export const ENTRIES_SQL = `from entries.entry e join entries.city c on c.id = e.city_id ${PLACE_SQL}
  left join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
  left join lateral (
    select outcome from entries.eligibility_check where entry_id = e.id and entry_version = e.current_version
    order by sequence desc limit 1
  ) k on true`;

/**
 * The filter as conditions over `e` (entry), `v` (its last submitted version), `c` (city), `place`
 * and `k` (the last look).
 */
export function conditionsOf(filter: EntryFilter): Condition[] {
  const { standing, region, territory, countryCode, citySize, theme, sdg, late, early } = filter;
  return [
    ...(standing ? [{ sql: `and ${STANDING_SQL[standing]}`, values: [] }] : []),
    ...(region !== undefined ? [{ sql: `and ${REGION_SQL} = ?`, values: [region] }] : []),
    ...(territory !== undefined ? [{ sql: 'and c.territory = ?', values: [territory] }] : []),
    ...(countryCode ? [{ sql: 'and c.country_code = ?', values: [countryCode] }] : []),
    ...(citySize ? [{ sql: `and ${CITY_SIZE_SQL} = ?`, values: [citySize] }] : []),
    ...(theme ? [{ sql: `and exists (select from ${listOf('themes')} t where t = ?)`, values: [theme] }] : []),
    ...(sdg
      ? [{ sql: `and exists (select from ${listOf('sdgTargets')} t where split_part(t, '.', 1) = ?)`, values: [sdg] }]
      : []),
    ...(late === undefined ? [] : [{ sql: 'and v.late = ?', values: [late] }]),
    ...(early === undefined ? [] : [{ sql: 'and v.early = ?', values: [early] }]),
  ];
}

/** The filter of a list as conditions over `ENTRIES_SQL`. */
export function listConditionsOf(filter: ListFilter): Condition[] {
  const { state, title } = filter;
  return [
    ...conditionsOf(filter),
    ...(state ? [{ sql: 'and e.state = ?', values: [state] }] : []),
    ...(title ? [{ sql: `and e.title ilike ? escape '!'`, values: [`%${title.replace(/[!%_]/g, '!$&')}%`] }] : []),
  ];
}

/** Conditions in one text, with the parameters of all. */
export const allOf = (conditions: Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(' '),
  values: conditions.flatMap(({ values }) => values),
});
