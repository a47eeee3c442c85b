import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { RuleResult } from '../stage-types/eligibility.rules.js';
import { LETS_IN } from '../more-time/extension.queries.js';
import { type Condition, type EntryFilter, allOf, conditionsOf } from './entry-filter.js';
import type { StandingTranslation } from '../stage-types/language.rules.js';
import { STANDING_TRANSLATIONS } from '../entry/translation.queries.js';
import { PLACE_SQL, REGION_SQL } from '../cities/city.queries.js';
import type { JsonObject } from '../form/json-pointer.js';

/** A submitted version with its city and the last look at it; `sequence` 0 when nothing was looked at yet. */
export interface CheckableEntry {
  id: string;
  version: number;
  digest: string;
  content: JsonObject;
  /** Revision of the definition whose form it was checked against. */
  revision: number;
  late: boolean;
  early: boolean;
  /** What it is written in; null where nobody has said. */
  language: string | null;
  /** The translations of this very version that stand. */
  translations: StandingTranslation[];
  /** How many entries its framework has. */
  frameworkEntries: number;
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
  /** Revision of the definition that this look followed. */
  checkedRevision: number | null;
  /** Who is checking it now, and until when. */
  heldBy: string | null;
  heldUntil: string | Date | null;
  /** What its city is asked now, by whom, and until when. */
  clarificationId: string | null;
  askedBy: string | null;
  askedUntil: string | Date | null;
  /** How many entries are like it that nobody has looked at beside it. */
  duplicates: number;
}

/**
 * Names the eligibility stage; entries withdrawn before it closed are no part of it (`closedAt` null while it is open).
 */
export interface CheckableStage {
  cycleId: string;
  stageKey: string;
  closedAt: Date | null;
}

/** What an entry waits for in the queue: `open` for a person's verdict, `asked` for an answer of its city. */
export const QUEUE_STATES = ['open', 'asked', 'valid', 'invalid'] as const;
export type QueueState = (typeof QUEUE_STATES)[number];

export interface CheckableFilter extends Omit<EntryFilter, 'standing'> {
  entryIds?: readonly string[] | undefined;
  /** Only those that the rules have not looked at. */
  lacking?: 'rules' | undefined;
  state?: QueueState | undefined;
  /** Only those that do not meet this rule. */
  failedRule?: string | undefined;
  /** Only those that this person is checking. */
  heldBy?: string | undefined;
  /** Only those that nobody but this person is checking. */
  freeFor?: string | undefined;
  /** Only those of the cities this person acts for. */
  personId?: string | undefined;
  after?: string | undefined;
}

/** The last submitted version of each entry, its city, the last look at it, and who is checking it. */
const CHECKABLE = `from entries.entry e
  join entries.entry_version v on v.entry_id = e.id and v.version = e.current_version
  join entries.city c on c.id = e.city_id ${PLACE_SQL}
  left join lateral (
    select * from entries.eligibility_check
    where entry_id = e.id and entry_version = v.version and stage_key = ? order by sequence desc limit 1
  ) k on true
  left join entries.clarification q on q.entry_id = e.id
    and q.answered_at is null and q.timed_out_at is null and q.cancelled_at is null`;
const OF_STAGE = 'where e.cycle_id = ? and (e.withdrawn_at is null or e.withdrawn_at >= ?)';
/** Only the API needs to know who is checking an entry; other roles may not read it. */
const HELD = 'left join entries.eligibility_claim h on h.entry_id = e.id and h.stage_key = ? and h.until > now()';

const parametersOf = ({ cycleId, stageKey, closedAt }: CheckableStage) => [stageKey, cycleId, closedAt ?? 'infinity'];

const CITIES_OF_PERSON = `select city_id from identity.city_person where person_id = ?`;

function conditions(filter: CheckableFilter): Condition {
  const { entryIds, lacking, state, failedRule, personId, after } = filter;
  return allOf([
    ...conditionsOf(filter),
    ...(lacking ? [{ sql: 'and k.sequence is null', values: [] }] : []),
    ...(state === 'asked' ? [{ sql: 'and q.id is not null', values: [] }] : []),
    ...(state === 'open' ? [{ sql: 'and k.outcome is null and q.id is null', values: [] }] : []),
    ...(state === 'valid' || state === 'invalid'
      ? [{ sql: 'and k.outcome = ? and q.id is null', values: [state] }]
      : []),
    ...(failedRule
      ? [{ sql: `and k.rules @> ?::jsonb`, values: [JSON.stringify([{ id: failedRule, result: 'fail' }])] }]
      : []),
    ...(personId ? [{ sql: `and c.id in (${CITIES_OF_PERSON})`, values: [personId] }] : []),
    ...(entryIds ? [{ sql: 'and e.id = any(?::uuid[])', values: [`{${entryIds.join()}}`] }] : []),
    ...(after ? [{ sql: 'and e.id > ?', values: [after] }] : []),
  ]);
}

const COLUMNS = `e.id, v.version, v.digest, v.content, v.revision, v.late, v.early, e.stage_key as "callKey",
  v.language, ${STANDING_TRANSLATIONS} as translations, (
    select greatest(count(*), 1)::int from entries.entry f
    where f.framework_id = e.framework_id and f.framework_place is not null
  ) as "frameworkEntries",
  c.id as "cityId", c.name as "cityName", c.country_code as "countryCode", c.kind, ${REGION_SQL} as region, c.population,
  coalesce(k.sequence, 0) as sequence, k.rules, k.outcome, k.overridden, k.reason_code as "reasonCode",
  k.reason_text as "reasonText", k.checked_by as "checkedBy", k.checked_at as "checkedAt", k.revision as "checkedRevision",
  q.id as "clarificationId", q.asked_by as "askedBy", q.due_at as "askedUntil"`;

/** The submitted entries an eligibility stage is about, by id; who is checking them is left out. */
export async function checkableEntries(
  em: SqlEntityManager,
  stage: CheckableStage,
  filter: CheckableFilter,
  limit: number,
): Promise<CheckableEntry[]> {
  const { sql, values } = conditions(filter);
  return em.execute<CheckableEntry[]>(
    `select ${COLUMNS}, null as "heldBy", null as "heldUntil", 0 as duplicates
     ${CHECKABLE} ${OF_STAGE} ${sql} order by e.id limit ?`,
    [...parametersOf(stage), ...values, limit],
  );
}

/**
 * The entries for those who check, with who is checking each and how many are like it. `lock` takes
 * the rows that nobody else has locked.
 */
export async function queuedEntries(
  em: SqlEntityManager,
  stage: CheckableStage,
  filter: CheckableFilter,
  { limit, lock = false }: { limit: number; lock?: boolean },
): Promise<CheckableEntry[]> {
  const { cycleId, stageKey, closedAt } = stage;
  const { sql, values } = allOf([
    conditions(filter),
    ...(filter.heldBy ? [{ sql: 'and h.person_id = ?', values: [filter.heldBy] }] : []),
    ...(filter.freeFor ? [{ sql: 'and (h.person_id is null or h.person_id = ?)', values: [filter.freeFor] }] : []),
  ]);
  return em.execute<CheckableEntry[]>(
    `select ${COLUMNS}, h.person_id as "heldBy", h.until as "heldUntil", (
       select count(*)::int from entries.duplicate d where e.id in (d.a, d.b)
         and not exists (select from entries.duplicate_mark m where m.a = d.a and m.b = d.b)
     ) as duplicates
     ${CHECKABLE} ${HELD} ${OF_STAGE} ${sql} order by e.id limit ? ${lock ? 'for update of e skip locked' : ''}`,
    [stageKey, stageKey, cycleId, closedAt ?? 'infinity', ...values, limit],
  );
}

/**
 * How many submitted entries somebody has found valid or invalid, how many nobody has checked, and
 * how many wait for their city.
 */
export async function countChecks(em: SqlEntityManager, stage: CheckableStage): Promise<Record<QueueState, number>> {
  const [row] = await em.execute<Record<QueueState, number>[]>(
    `select count(*) filter (where k.outcome = 'valid' and q.id is null)::int as valid,
       count(*) filter (where k.outcome = 'invalid' and q.id is null)::int as invalid,
       count(*) filter (where k.outcome is null and q.id is null)::int as open,
       count(q.id)::int as asked ${CHECKABLE} ${OF_STAGE}`,
    parametersOf(stage),
  );
  return row!;
}

/** May entries still come in: is a call not closed yet, or does somebody have more time? */
export async function mayMoreCome(em: SqlEntityManager, cycleId: string): Promise<boolean> {
  const [row] = await em.execute<{ more: boolean }[]>(
    `select exists (select from cycles.stage where cycle_id = ? and type = 'call-for-entries' and state in ('scheduled', 'open'))
       or exists (select from entries.extension x where x.cycle_id = ? and ${LETS_IN}) as more`,
    [cycleId, cycleId],
  );
  return row!.more;
}

/** How many submitted entries nobody has checked and wait for a person of the staff: none whose city is being asked. */
export async function countUnchecked(em: SqlEntityManager, stage: CheckableStage): Promise<number> {
  return (await countChecks(em, stage)).open;
}

/** The people of the cities whose entries were checked. */
export async function peopleOfChecked(em: SqlEntityManager, stage: CheckableStage): Promise<string[]> {
  const rows = await em.execute<{ personId: string }[]>(
    `select distinct person_id as "personId" from identity.city_person
     where city_id in (select c.id ${CHECKABLE} ${OF_STAGE} and k.outcome is not null)
     order by person_id`,
    parametersOf(stage),
  );
  return rows.map(({ personId }) => personId);
}
