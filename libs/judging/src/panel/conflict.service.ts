import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import { type Conflict, type ConflictEntry, type ConflictPerson, conflictsOf } from './conflicts.rules.js';

/** Somebody must not judge an entry, and why. */
export interface KnownConflict {
  personId: string;
  entryId: string;
  reasons: Conflict[];
}

/**
 * Who is asked about, as rows of person_id, country_codes, city_ids, employers and declared (lists
 * in JSON), and its parameters.
 */
interface Asked {
  sql: string;
  parameters: unknown[];
}

/** The entries somebody of `m` or `n` declared a relation to. */
const declaredBy = (name: string) => `coalesce((select jsonb_agg(r.entry_id) from judging.recusal r
  where r.cycle_id = ${name}.cycle_id and r.stage_key = ${name}.stage_key and r.person_id = ${name}.person_id), '[]'::jsonb)`;

/** What is known of them, and of the entries by title. */
interface Known {
  people: (ConflictPerson & { declared: string[] })[];
  entries: Required<ConflictEntry>[];
}

/**
 * What a city of this id counts as by the list of the cycle's programme: a territory that is part
 * of no other. A parameter, the cycle.
 */
const countryOf = (cityId: string) => `(select coalesce(t.part_of, t.key, c.country_code) from entries.city c
  join cycles.cycle y on y.id = ? left join entries.territory t on t.programme = y.programme
    and (t.key = c.territory or (c.territory is null and t.iso_code = c.country_code))
  where c.id = ${cityId} order by t.key limit 1)`;

const KNOWN = (asked: string) => `with asked as (${asked}),
  written as (
    select person_id, city::uuid as city_id from asked, jsonb_array_elements_text(city_ids) city
  ), belongs as (
    select person_id, city_id from written
    union select w.person_id, c.merged_into from written w join entries.city c on c.id = w.city_id where c.merged_into is not null
    union select person_id, city_id from identity.city_person where person_id in (select person_id from asked)
  ), counts_as as (
    select person_id, ${countryOf('belongs.city_id')} as country from belongs
    union select person_id, coalesce(t.part_of, t.key, named) from asked
      cross join jsonb_array_elements_text(country_codes) named
      join cycles.cycle y on y.id = ?
      left join entries.territory t on t.programme = y.programme and (t.key = named or t.iso_code = named)
  ), entry as (
    select e.id, e.city_id, e.cycle_id, c.name, v.content ->> 'title' as title from entries.entry e
    join entries.city c on c.id = e.city_id
    join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
    where e.id = any(?::uuid[])
  ), behind as (
    select j.id, b.person_id, bool_or(b.entry_id = j.id) as own
    from entry j
    join entries.entry e on e.cycle_id = j.cycle_id and e.city_id = j.city_id and (e.id = j.id or e.state <> 'withdrawn')
    join (
      select c.entry_id, a.person_id::text as person_id from entries.entry_contact c
      join identity.person_address a on a.address = lower(btrim(c.email))
      where a.person_id in (select person_id from asked)
      union
      select v.entry_id, v.submitted_by from entries.entry_version v
      where v.submitted_by in (select person_id::text from asked)
    ) b on b.entry_id = e.id
    group by j.id, b.person_id
  )
  select
    (select coalesce(jsonb_agg(jsonb_build_object('id', person_id, 'employers', employers, 'declared', declared,
       'cityIds', coalesce((select jsonb_agg(city_id) from belongs b where b.person_id = asked.person_id), '[]'),
       'countryCodes', coalesce((select jsonb_agg(country) from counts_as k where k.person_id = asked.person_id
         and country is not null), '[]')) order by person_id), '[]') from asked) as people,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'cityId', city_id, 'organisations', jsonb_build_array(name),
       'countryCode', ${countryOf('entry.city_id')},
       'contactIds', coalesce((select jsonb_agg(person_id) from behind b where b.id = entry.id and own), '[]'),
       'coSubmitterIds', coalesce((select jsonb_agg(person_id) from behind b where b.id = entry.id and not own), '[]'))
       order by title, id), '[]') from entry) as entries`;

/**
 * Finds conflicts of interest from what is known now: what was written down at the appointment, the
 * cities a person acts for with their countries, the entries they are behind, and declared
 * relations. Asked at assignment, whenever a score or a ballot is written, and at certification.
 */
@Injectable()
export class ConflictService {
  /** Every conflict between these members (all of the panel when left out) and these entries. */
  among(
    em: SqlEntityManager,
    ref: StageRef,
    entryIds: readonly string[],
    personIds?: readonly string[],
  ): Promise<KnownConflict[]> {
    const only = personIds ? 'and m.person_id = any(?::uuid[])' : '';
    const sql = `select m.person_id, m.country_codes, m.city_ids, '[]'::jsonb as employers, ${declaredBy('m')} as declared
      from judging.panel_member m where m.cycle_id = ? and m.stage_key = ? ${only}`;
    const parameters = [ref.cycleId, ref.stageKey, ...(personIds ? [`{${personIds.join()}}`] : [])];
    return this.find(em, ref.cycleId, { sql, parameters }, entryIds);
  }

  /** Every conflict between anybody, on the panel or not, and these entries. */
  ofPerson(
    em: SqlEntityManager,
    { cycleId, stageKey }: StageRef,
    entryIds: readonly string[],
    personId: string,
  ): Promise<KnownConflict[]> {
    const sql = `select n.person_id, coalesce(m.country_codes, '[]') || coalesce(c.country_codes, '[]') as country_codes,
        coalesce(m.city_ids, '[]') || coalesce(c.city_ids, '[]') as city_ids, coalesce(c.employers, '[]') as employers,
        coalesce(c.entry_ids, '[]') || ${declaredBy('n')} as declared
      from (select ?::uuid as cycle_id, ?::text as stage_key, ?::uuid as person_id) n
      left join judging.panel_member m using (cycle_id, stage_key, person_id)
      left join judging.certifier c using (cycle_id, stage_key, person_id)`;
    return this.find(em, cycleId, { sql, parameters: [cycleId, stageKey, personId] }, entryIds);
  }

  private async find(
    em: SqlEntityManager,
    cycleId: string,
    { sql, parameters }: Asked,
    entryIds: readonly string[],
  ): Promise<KnownConflict[]> {
    if (entryIds.length === 0) return [];
    // What this transaction has written counts.
    await em.flush();
    const values = [...parameters, cycleId, cycleId, `{${entryIds.join()}}`, cycleId];
    const [known] = await em.execute<[Known]>(KNOWN(sql), values);
    return known.people.flatMap(({ declared, ...person }) =>
      known.entries.flatMap((entry): KnownConflict[] => {
        const recusals = declared.map((entryId) => ({ personId: person.id, entryId }));
        const reasons = conflictsOf(person, entry, recusals);
        return reasons.length > 0 ? [{ personId: person.id, entryId: entry.id, reasons }] : [];
      }),
    );
  }
}
