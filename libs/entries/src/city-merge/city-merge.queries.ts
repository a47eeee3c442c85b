import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { toInstant } from '#libs/cycles';
import type { MergedCities } from '#libs/identity';
import type { MergingCity, MergingEntry, MergingFramework } from './city-merge.rules.js';
import { UNTITLED } from '../entry/entry-answers.js';
import { trustFor } from '../cities/mail-domain.rules.js';

/** The most entries of a city that is merged: one transaction moves them all. */
export const MERGE_MAX = 500;

/** An entry that would move, as people know it. */
export interface NamedEntry extends MergingEntry {
  title: string;
}

/** An extension that would move: of the city, or of one of its entries. */
export interface MovingExtension {
  id: string;
  cycleId: string;
  stageKey: string;
  entryId: string | null;
  until: string;
}

/** A cycle in which something would move. */
export interface ConcernedCycle {
  id: string;
  programme: string;
  title: string;
}

/** Everything that stands in `entries` of a city that is to be merged. */
export interface MergeFound {
  entries: NamedEntry[];
  frameworks: MergingFramework[];
  /** Those of the other city. */
  present: MergingFramework[];
  extensions: MovingExtension[];
  /** Ids of the questions that it is asked about its entries. */
  clarifications: { id: string; cycleId: string }[];
  contacts: number;
  cycles: ConcernedCycle[];
}

/** Both cities as they are, the one that is merged first; undefined for one that there is not. */
export async function mergingCities(
  em: SqlEntityManager,
  { cityId, intoId }: MergedCities,
): Promise<((MergingCity & { mergedInto: string | null; countryCode: string }) | undefined)[]> {
  const rows = await em.execute<(MergingCity & { mergedInto: string | null; countryCode: string })[]>(
    `select c.id, c.name, coalesce(c.territory, c.country_code) as place, c.kind, c.directory_id as "directoryId", c.population,
       c.country_code as "countryCode", c.verification = 'verified' as verified, c.has_letter as "hasLetter",
       c.merged_into as "mergedInto",
       coalesce((select max(version) from entries.city_profile p where p.city_id = c.id), 0) as profile
     from entries.city c where c.id in (?)`,
    [[cityId, intoId]],
  );
  return [cityId, intoId].map((id) => rows.find((row) => row.id === id));
}

/** What moves with a city; of more entries than can be moved, one too many. */
export async function foundForMerge(em: SqlEntityManager, { cityId, intoId }: MergedCities): Promise<MergeFound> {
  const entries = await em.execute<(MergingEntry & { title: string | null })[]>(
    `select id, cycle_id as "cycleId", state, title from entries.entry where city_id = ? order by id limit ?`,
    [cityId, MERGE_MAX + 1],
  );
  const frameworks = await em.execute<(MergingFramework & { cityId: string })[]>(
    `select f.id, f.cycle_id as "cycleId", f.city_id as "cityId", f.name, lower(f.name) as key,
       (select count(*)::int from entries.entry e where e.framework_id = f.id and e.framework_place is not null) as taken
     from entries.framework f where f.city_id in (?) order by f.id`,
    [[cityId, intoId]],
  );
  const extensions = await em.execute<(Omit<MovingExtension, 'until'> & { until: string | Date })[]>(
    `select x.id, x.cycle_id as "cycleId", x.stage_key as "stageKey", x.entry_id as "entryId", x.until from entries.extension x
     where x.city_id = ? or x.entry_id in (select id from entries.entry where city_id = ?) order by x.id`,
    [cityId, cityId],
  );
  const clarifications = await em.execute<MergeFound['clarifications']>(
    `select k.id, k.cycle_id as "cycleId" from entries.clarification k join entries.entry e on e.id = k.entry_id
     where e.city_id = ? and k.answered_at is null and k.timed_out_at is null and k.cancelled_at is null order by k.id`,
    [cityId],
  );
  const [contacts] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count from entries.entry_contact c join entries.entry e on e.id = c.entry_id where e.city_id = ?`,
    [cityId],
  );
  const cycles = await em.execute<ConcernedCycle[]>(
    `select id, programme, title from cycles.cycle where id in (
       select cycle_id from entries.entry where city_id = ? union select cycle_id from entries.extension where city_id = ?
       union select cycle_id from entries.framework where city_id = ?) order by id`,
    [cityId, cityId, cityId],
  );
  const framework = ({ id, cycleId, name, key, taken }: MergingFramework) => ({ id, cycleId, name, key, taken });
  const ofCity = (id: string) => frameworks.filter((each) => each.cityId === id).map(framework);
  return {
    entries: entries.map(({ title, ...entry }) => ({ ...entry, title: title ?? UNTITLED })),
    frameworks: ofCity(cityId),
    present: ofCity(intoId),
    extensions: extensions.map(({ until, ...each }) => ({ ...each, until: toInstant(new Date(until)) })),
    clarifications,
    contacts: contacts!.count,
    cycles,
  };
}

/** Mail domains that some programme trusts for the city by its name alone. */
export async function domainsTrustedByName(
  em: SqlEntityManager,
  { name, place: territory }: MergingCity,
): Promise<string[]> {
  const rows = await em.execute<{ domain: string; territory: string | null; cityName: string }[]>(
    `select domain, territory, city_name as "cityName" from entries.trusted_domain
     where removed_at is null and city_name is not null order by domain, id`,
  );
  const trusting = rows.filter((row) => trustFor(`post@${row.domain}`, { name, territory }, [row]));
  return [...new Set(trusting.map(({ domain }) => domain))];
}
