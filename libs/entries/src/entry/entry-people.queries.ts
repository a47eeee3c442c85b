import type { SqlEntityManager } from '@mikro-orm/postgresql';

/** Somebody who acts for a city, with an entry of that city. */
export interface EntryOfPerson {
  personId: string;
  entryId: string;
  /** That of the draft; null where it has none yet. */
  title: string | null;
}

/**
 * Which entries of a call: those it was never submitted of, and by whom no extension gave more
 * time; or all not withdrawn.
 */
export type Which = 'unsubmitted' | 'all';

/**
 * The people of the cities that entered a call, each with their entries; by person, then entry. Of
 * what is not submitted only those who can do something about it.
 */
export async function peopleOfEntries(
  em: SqlEntityManager,
  of: { cycleId: string; stageKey: string; which: Which; personId?: string | undefined },
): Promise<EntryOfPerson[]> {
  const unsubmitted = `and e.state = 'draft' and g.city_role <> 'reader' and not exists (
    select from entries.extension x where x.cycle_id = e.cycle_id and x.stage_key = e.stage_key
      and (x.entry_id = e.id or x.city_id = e.city_id) and x.step is null and x.until > now())`;
  return em.execute<EntryOfPerson[]>(
    `select distinct on (g.person_id, e.id) g.person_id as "personId", e.id as "entryId", e.title
     from entries.entry e join identity.city_person g on g.city_id = e.city_id
     where e.cycle_id = ? and e.stage_key = ? and e.state <> 'withdrawn'
       ${of.which === 'unsubmitted' ? unsubmitted : ''} ${of.personId ? 'and g.person_id = ?' : ''}
     order by g.person_id, e.id`,
    [of.cycleId, of.stageKey, ...(of.personId ? [of.personId] : [])],
  );
}
