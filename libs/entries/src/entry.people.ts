import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { titleOf } from './entry.answers.js';
import type { JsonObject } from './json-pointer.js';

/** Somebody who acts for a city, with an entry of that city. */
export interface EntryOfPerson {
  personId: string;
  entryId: string;
  title: string;
}

/** Which entries of a call: those it was never submitted of, and by whom no extension gave more time; or all not withdrawn. */
export type Which = 'unsubmitted' | 'all';

/** The people of the cities that entered a call, each with their entries; by person, then entry. */
export async function peopleOfEntries(
  em: SqlEntityManager,
  of: { cycleId: string; stageKey: string; which: Which; personId?: string | undefined },
): Promise<EntryOfPerson[]> {
  const unsubmitted = `and e.state = 'draft' and not exists (
    select from entries.extension x where x.cycle_id = e.cycle_id and x.stage_key = e.stage_key
      and (x.entry_id = e.id or x.city_id = e.city_id) and x.until > now())`;
  const rows = await em.execute<{ personId: string; entryId: string; draft: JsonObject }[]>(
    `select distinct on (g.person_id, e.id) g.person_id as "personId", e.id as "entryId", e.draft
     from entries.entry e join identity.role_grant g on g.city_id = e.city_id and g.role = 'city' and g.revoked_at is null
     where e.cycle_id = ? and e.stage_key = ? and e.state <> 'withdrawn'
       ${of.which === 'unsubmitted' ? unsubmitted : ''} ${of.personId ? 'and g.person_id = ?' : ''}
     order by g.person_id, e.id`,
    [of.cycleId, of.stageKey, ...(of.personId ? [of.personId] : [])],
  );
  return rows.map(({ personId, entryId, draft }) => ({ personId, entryId, title: titleOf(draft) }));
}

/** The people who act for a city. */
export async function peopleOfCity(em: SqlEntityManager, cityId: string): Promise<string[]> {
  const rows = await em.execute<{ personId: string }[]>(
    `select distinct person_id as "personId" from identity.role_grant
     where role = 'city' and city_id = ? and revoked_at is null order by person_id`,
    [cityId],
  );
  return rows.map(({ personId }) => personId);
}
