import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RuleResult } from './eligibility.rules.js';
import type { JsonObject } from './json-pointer.js';

/** A submitted version with its city and the last look at it; `sequence` 0 when nothing was looked at yet. */
export interface CheckableEntry {
  id: string;
  version: number;
  digest: string;
  content: JsonObject;
  late: boolean;
  cityId: string;
  cityName: string;
  countryCode: string;
  kind: string;
  region: string;
  population: number | null;
  /** The call it answers, with its deadline. */
  callKey: string;
  sequence: number;
  rules: RuleResult[] | null;
  outcome: 'valid' | 'invalid' | null;
  overridden: boolean | null;
  reasonCode: string | null;
  reasonText: string | null;
  checkedBy: string | null;
  checkedAt: string | Date | null;
}

/** Names the eligibility stage; entries withdrawn before it closed are no part of it (`closedAt` null while it is open). */
export interface CheckableStage {
  cycleId: string;
  stageKey: string;
  closedAt: Date | null;
}

export interface CheckableFilter {
  entryId?: string | undefined;
  /** Only those without any look, or without a person's. */
  lacking?: 'rules' | 'person' | undefined;
  /** Only those of the cities this person acts for. */
  personId?: string | undefined;
  after?: string | undefined;
}

/** The last submitted version of each entry, its city, and the last look at it. */
const CHECKABLE = `from entries.entry e
  join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
  join entries.city c on c.id = e.city_id
  left join lateral (
    select * from entries.eligibility_check
    where entry_id = e.id and entry_version = v.version and stage_key = ? order by sequence desc limit 1
  ) k on true
  where e.cycle_id = ? and (e.withdrawn_at is null or e.withdrawn_at >= ?)`;

const parametersOf = ({ cycleId, stageKey, closedAt }: CheckableStage) => [stageKey, cycleId, closedAt ?? 'infinity'];

const CITIES_OF_PERSON = `select city_id from identity.role_grant where person_id = ? and role = 'city' and revoked_at is null`;

/** The submitted entries an eligibility stage is about, by id. */
export async function checkableEntries(
  em: SqlEntityManager,
  stage: CheckableStage,
  { entryId, lacking, personId, after }: CheckableFilter,
  limit: number,
): Promise<CheckableEntry[]> {
  const conditions = [
    ...(lacking === 'rules' ? ['and k.sequence is null'] : []),
    ...(lacking === 'person' ? ['and k.outcome is null'] : []),
    ...(entryId ? ['and e.id = ?'] : []),
    ...(personId ? [`and c.id in (${CITIES_OF_PERSON})`] : []),
    ...(after ? ['and e.id > ?'] : []),
  ];
  const values = [entryId, personId, after].filter((value) => value !== undefined);
  return em.execute<CheckableEntry[]>(
    `select e.id, v.version, v.digest, v.content, v.late, e.stage_key as "callKey",
       c.id as "cityId", c.name as "cityName", c.country_code as "countryCode", c.kind, c.region, c.population,
       coalesce(k.sequence, 0) as sequence, k.rules, k.outcome, k.overridden, k.reason_code as "reasonCode",
       k.reason_text as "reasonText", k.checked_by as "checkedBy", k.checked_at as "checkedAt"
     ${CHECKABLE} ${conditions.join(' ')} order by e.id limit ?`,
    [...parametersOf(stage), ...values, limit],
  );
}

/** How many submitted entries nobody has checked. */
export async function countUnchecked(em: SqlEntityManager, stage: CheckableStage): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count ${CHECKABLE} and k.outcome is null`,
    parametersOf(stage),
  );
  return row!.count;
}

/** The people of the cities whose entries were checked. */
export async function peopleOfChecked(em: SqlEntityManager, stage: CheckableStage): Promise<string[]> {
  const rows = await em.execute<{ personId: string }[]>(
    `select distinct person_id as "personId" from identity.role_grant
     where role = 'city' and revoked_at is null and city_id in (select c.id ${CHECKABLE} and k.outcome is not null)
     order by person_id`,
    parametersOf(stage),
  );
  return rows.map(({ personId }) => personId);
}
