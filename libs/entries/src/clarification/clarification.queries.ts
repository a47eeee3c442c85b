import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { ClarificationFacts, ClarificationState, CycleStatus, Instant, LadderStep } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { clarificationState } from './clarification.rules.js';
import type { ClarificationTimeout } from '../stage-types/clarification.settings.js';

/** A clarification as it stands, without any text. */
export interface ClarificationStanding {
  id: string;
  cycleId: string;
  programme: string;
  stageKey: string;
  entryId: string;
  cityId: string;
  /** Zones of the award, and of the city. */
  zone: string;
  cityZone: string;
  state: ClarificationState;
  entryVersion: number;
  fields: string[];
  onTimeout: ClarificationTimeout;
  /** Whoever asked, to whom the answer returns. */
  askedBy: string;
  askedAt: Instant;
  dueAt: Instant;
  deadlineVersion: number;
  ladder: LadderStep[];
  pausedAt: Instant | null;
  answeredVersion: number | null;
  answeredAt: Instant | null;
  timedOutAt: Instant | null;
  /** When it ended, however it did; null while it is open. */
  endedAt: Instant | null;
}

type Time = string | Date;
interface Row extends Pick<
  ClarificationStanding,
  | 'id'
  | 'cycleId'
  | 'programme'
  | 'stageKey'
  | 'entryId'
  | 'cityId'
  | 'zone'
  | 'cityZone'
  | 'entryVersion'
  | 'fields'
  | 'onTimeout'
  | 'askedBy'
  | 'deadlineVersion'
  | 'ladder'
  | 'answeredVersion'
> {
  askedAt: Time;
  dueAt: Time;
  pausedAt: Time | null;
  answeredAt: Time | null;
  timedOutAt: Time | null;
  cancelledAt: Time | null;
  withdrawnAt: Time | null;
  cycleEndedAt: Time | null;
  status: CycleStatus;
}

/** Not answered, timed out or cancelled: it may still have ended with its entry or cycle. */
export const UNSETTLED = 'k.answered_at is null and k.timed_out_at is null and k.cancelled_at is null';

/** Open, in SQL over `clarificationsWhere`. */
export const OPEN = `${UNSETTLED} and e.withdrawn_at is null and y.status <> 'cancelled'`;

/**
 * Clarifications that match a condition on `k` (its entry is `e`, its cycle `y`), by id: the order they were asked in.
 */
export async function clarificationsWhere(
  em: SqlEntityManager,
  condition: string,
  parameters: unknown[],
  limit = 1000,
): Promise<ClarificationStanding[]> {
  const rows = await em.execute<Row[]>(
    `select k.id, k.cycle_id as "cycleId", y.programme, k.stage_key as "stageKey", k.entry_id as "entryId",
       e.city_id as "cityId", y.zone, c.zone as "cityZone", k.entry_version as "entryVersion", k.fields,
       k.on_timeout as "onTimeout", k.asked_by as "askedBy", k.asked_at as "askedAt", k.due_at as "dueAt",
       k.deadline_version as "deadlineVersion", k.ladder, y.paused_at as "pausedAt",
       k.answered_version as "answeredVersion", k.answered_at as "answeredAt", k.timed_out_at as "timedOutAt",
       k.cancelled_at as "cancelledAt", e.withdrawn_at as "withdrawnAt", y.status, y.ended_at as "cycleEndedAt"
     from entries.clarification k
     join entries.entry e on e.id = k.entry_id
     join entries.city c on c.id = e.city_id
     join cycles.cycle y on y.id = k.cycle_id
     where ${condition} order by k.id limit ?`,
    [...parameters, limit],
  );
  return rows.map(standingOf);
}

function standingOf({ cancelledAt, withdrawnAt, status, cycleEndedAt, ...row }: Row): ClarificationStanding {
  const ends = {
    answered: row.answeredAt !== null,
    timedOut: row.timedOutAt !== null,
    cancelled: cancelledAt !== null,
    entryWithdrawn: withdrawnAt !== null,
    cycleCancelled: status === 'cancelled',
  };
  const state = clarificationState(ends);
  const settled = row.answeredAt ?? row.timedOutAt ?? cancelledAt ?? withdrawnAt ?? cycleEndedAt;
  return {
    ...row,
    state,
    endedAt: state === 'open' || settled === null ? null : instantOf(settled),
    askedAt: instantOf(row.askedAt),
    dueAt: instantOf(row.dueAt),
    pausedAt: row.pausedAt && instantOf(row.pausedAt),
    answeredAt: row.answeredAt && instantOf(row.answeredAt),
    timedOutAt: row.timedOutAt && instantOf(row.timedOutAt),
  };
}

const instantOf = (at: Time): Instant => toInstant(new Date(at));

/** What a queue needs to know of an entry that waits for its city. */
export type OpenClarification = Pick<ClarificationStanding, 'id' | 'entryId' | 'askedBy' | 'dueAt' | 'fields'>;

/** The open clarifications of these entries, by entry; at most one each. */
export async function openClarificationsOf(
  em: SqlEntityManager,
  entryIds: readonly string[],
): Promise<Map<string, OpenClarification>> {
  if (entryIds.length === 0) return new Map();
  const found = await clarificationsWhere(em, `k.entry_id in (?) and ${OPEN}`, [[...entryIds]], entryIds.length);
  return new Map(
    found.map(({ id, entryId, askedBy, dueAt, fields }) => [entryId, { id, entryId, askedBy, dueAt, fields }]),
  );
}

/** How many clarifications of a stage are open, and the latest instant at which one ends; null without any. */
export async function openClarificationsIn(
  em: SqlEntityManager,
  { cycleId, stageKey }: { cycleId: string; stageKey: string },
): Promise<{ count: number; until: Instant } | null> {
  const [row] = await em.execute<{ count: number; until: Time | null }[]>(
    `select count(*)::int as count, max(k.due_at) as until
     from entries.clarification k join entries.entry e on e.id = k.entry_id join cycles.cycle y on y.id = k.cycle_id
     where k.cycle_id = ? and k.stage_key = ? and ${OPEN}`,
    [cycleId, stageKey],
  );
  return row?.until ? { count: row.count, until: instantOf(row.until) } : null;
}

/** Ids of all clarifications of a cycle, in the order they were asked. */
export async function clarificationIds(em: SqlEntityManager, cycleId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    'select id from entries.clarification where cycle_id = ? order by id',
    [cycleId],
  );
  return rows.map(({ id }) => id);
}

/** Every deadline the clarifications of a cycle had, in their order. */
export async function clarificationDeadlines(
  em: SqlEntityManager,
  cycleId: string,
): Promise<Map<string, { version: number; dueAt: Instant }[]>> {
  const rows = await em.execute<{ id: string; version: number; dueAt: Time }[]>(
    `select k.id, m.deadline_version - 1 as version, m.moved_from as "dueAt"
     from entries.clarification k join entries.clarification_move m on m.clarification_id = k.id where k.cycle_id = ?
     union all select id, deadline_version, due_at from entries.clarification where cycle_id = ?
     order by 1, 2`,
    [cycleId, cycleId],
  );
  const dated = rows.map(({ id, version, dueAt }) => ({ id, version, dueAt: instantOf(dueAt) }));
  return new Map(
    [...Map.groupBy(dated, ({ id }) => id)].map(([id, all]) => [
      id,
      all.map(({ version, dueAt }) => ({ version, dueAt })),
    ]),
  );
}

/** What a workflow goes by, and what the audit compares with it. */
export const factsOf = (of: ClarificationStanding): ClarificationFacts => ({
  clarificationId: of.id,
  cycleId: of.cycleId,
  stageKey: of.stageKey,
  programme: of.programme,
  state: of.state,
  dueAt: of.dueAt,
  deadlineVersion: of.deadlineVersion,
  ladder: of.ladder,
  pausedAt: of.pausedAt,
});
