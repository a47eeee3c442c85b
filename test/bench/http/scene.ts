import { randomBytes } from 'node:crypto';
import { completeContent } from '../../support/entry-contents.js';
import type { Ground } from '../entries/ground.js';

const ENTRIES = 1_000;
const EXPERTS = 60;
const REVIEWS_PER_ENTRY = 3;

/** One who may write something, and where: read as `version`, which rises with each write. */
export interface Place {
  path: string;
  key: string;
  version: number;
}

/** The assignments of 60 experts to 1,000 entries, three each, in a stage that is open. */
export async function assignments(ground: Ground): Promise<Place[]> {
  const { db, cycleId } = ground;
  await enter(ground);
  const experts = [];
  while (experts.length < EXPERTS)
    experts.push(await ground.registry.person({ role: 'expert', programme: 'guangzhou', cycleId }));
  const ids = experts.map(({ id }) => id);
  await db.query(
    `insert into judging.panel_member (cycle_id, stage_key, person_id, seat, country_codes, city_ids, appointed_by)
     select $1, 'screening', id, 'member', '["AT"]', '[]', 'bench' from unnest($2::uuid[]) id`,
    [cycleId, ids],
  );
  const { rows } = await db.query<{ id: string; person: string }>(
    `insert into judging.assignment (id, cycle_id, stage_key, person_id, entry_id, position, state, version)
     select gen_random_uuid(), $1, 'screening', person, id, row_number() over (partition by person), 'open', 0
     from (select e.id, ($2::uuid[])[1 + (3 * e.nth + review) % $3] as person
       from (select id, row_number() over (order by id) as nth from entries.entry where created_by = 'bench' and state = 'submitted') e,
         generate_series(0, $4 - 1) review) placed
     returning id, person_id as person`,
    [cycleId, ids, EXPERTS, REVIEWS_PER_ENTRY],
  );
  await db.query(`update cycles.stage set state = 'open', opens_at = now(), opened_at = now() where key = 'screening'`);
  await db.query('analyze');
  const keys = new Map(experts.map(({ id, key }) => [id, key]));
  return shuffled(rows).map(({ id, person }) => ({
    path: `/v1/assignments/${id}/review`,
    key: keys.get(person)!,
    version: 0,
  }));
}

/** Entries that are being drafted, so many: a section of each. */
export async function drafts(ground: Ground, count: number): Promise<Place[]> {
  const city = await ground.city();
  const { rows } = await ground.db.query<{ id: string }>(
    `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, title, draft_changed,
       current_version, contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
     select gen_random_uuid(), $1, 'call', $2, gen_random_uuid(), 'draft', 1, 'Bench', true, 0, 1, 1, 'bench', now(),
       'bench', now() from generate_series(1, $3::int) returning id`,
    [ground.cycleId, city.cityId, count],
  );
  return shuffled(rows).map(({ id }) => ({ path: `/v1/entries/${id}/sections/lessons`, key: city.key, version: 0 }));
}

/** Entries of about 4 KB, each submitted by a city of its own. */
async function enter({ db, cycleId, say }: Ground): Promise<void> {
  // Random letters: what can be packed would be read for less than what people write.
  const contents = Array.from({ length: 10 }, () =>
    completeContent({ lessons: { learned: randomBytes(1_400).toString('hex') } }),
  );
  await db.query(
    `insert into entries.city (id, name, country_code, kind, region, population, zone, registered_by, registered_at)
     select gen_random_uuid(), 'Bench ' || n, 'KE', 'city', 'Africa', 1000000 + n, 'UTC', 'bench', now()
     from generate_series(1, $1::int) n`,
    [ENTRIES],
  );
  await db.query(
    `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, title, draft_changed,
       current_version, contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
     select gen_random_uuid(), $1, 'call', id, gen_random_uuid(), 'submitted', 1, name, false, 1, 1, 1, 'bench', now(),
       'bench', now() from entries.city where registered_by = 'bench'`,
    [cycleId],
  );
  await db.query(
    `insert into entries.entry_version
     select id, 1, ($1::jsonb) -> (row_number() over () % 10)::int, '{}', '{}', '', '', 1, now(), 'bench', false, null
     from entries.entry where created_by = 'bench'`,
    [JSON.stringify(contents)],
  );
  say(`${ENTRIES} entries are in`);
}

/** So that one after the other is not of one person. */
const shuffled = <T extends { id: string }>(rows: T[]): T[] => rows.toSorted((a, b) => a.id.localeCompare(b.id));
