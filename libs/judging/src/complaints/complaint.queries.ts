import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { CycleStatus, Instant, StageRef } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { Problem } from '#libs/platform';
import {
  type ComplaintKind,
  type ComplaintOutcomeCode,
  type ComplaintState,
  complaintState,
} from './complaint.rules.js';
import { refusal } from '../refusals.words.js';

/** A complaint as it stands, without its text. */
export interface ComplaintStanding {
  id: string;
  number: string;
  kind: ComplaintKind;
  cycleId: string;
  stageKey: string;
  decisionId: string;
  entryId: string;
  /** The city that filed it; where that was merged, the other one. */
  cityId: string;
  zone: string;
  state: ComplaintState;
  filedAt: Instant;
  dueAt: Instant;
  /** No answer in time. */
  overdue: boolean;
  /** Its cycle is paused. */
  paused: boolean;
  settled: { version: number; outcome: ComplaintOutcomeCode; reasonCode: string; at: Instant } | null;
}

interface Row {
  id: string;
  number: string;
  kind: ComplaintKind;
  cycleId: string;
  stageKey: string;
  decisionId: string;
  entryId: string;
  cityId: string;
  zone: string;
  status: CycleStatus;
  filedAt: string | Date;
  dueAt: string | Date;
  overdueAt: string | Date | null;
  paused: boolean;
  settledAt: string | Date | null;
  version: number | null;
  outcome: ComplaintOutcomeCode | null;
  reasonCode: string | null;
  handlers: number;
  recorded: boolean;
  corrected: boolean;
}

/** Complaints that match a condition on `c`, by id: the order of their filing. */
export async function complaintsWhere(
  em: SqlEntityManager,
  condition: string,
  parameters: unknown[],
  limit = 1000,
): Promise<ComplaintStanding[]> {
  const rows = await em.execute<Row[]>(
    `select c.id, c.number, c.kind, c.cycle_id as "cycleId", c.stage_key as "stageKey", c.decision_id as "decisionId",
       c.entry_id as "entryId", coalesce(filing.merged_into, c.city_id) as "cityId", y.zone, y.status, y.paused_at is not null as paused, c.filed_at as "filedAt", c.due_at as "dueAt",
       c.overdue_at as "overdueAt", c.settled_at as "settledAt", o.version, o.outcome, o.reason_code as "reasonCode",
       (select count(*)::int from judging.complaint_handler h where h.complaint_id = c.id) as handlers,
       exists (select from judging.complaint_outcome r where r.complaint_id = c.id) as recorded,
       exists (select from judging.supersession s join judging.decision n on n.id = s.id and n.state = 'certified'
         where s.complaint_id = c.id) as corrected
     from judging.complaint c
     join cycles.cycle y on y.id = c.cycle_id
     left join entries.city filing on filing.id = c.city_id
     left join judging.complaint_outcome o on o.complaint_id = c.id and o.version = c.settled_version
     where ${condition} order by c.id limit ?`,
    [...parameters, limit],
  );
  return rows.map(standingOf);
}

function standingOf(row: Row): ComplaintStanding {
  const { id, number, kind, cycleId, stageKey, decisionId, entryId, cityId, zone, handlers, recorded, corrected } = row;
  const { status, outcome, reasonCode, version, settledAt } = row;
  const progress = { handlers, recorded, settled: outcome, corrected, cycleCancelled: status === 'cancelled' };
  return {
    id,
    number,
    kind,
    cycleId,
    stageKey,
    decisionId,
    entryId,
    cityId,
    zone,
    state: complaintState(progress),
    filedAt: instantOf(row.filedAt),
    dueAt: instantOf(row.dueAt),
    paused: row.paused,
    overdue: row.overdueAt !== null && settledAt === null,
    settled:
      settledAt === null
        ? null
        : { version: version!, outcome: outcome!, reasonCode: reasonCode!, at: instantOf(settledAt) },
  };
}

const instantOf = (at: string | Date): Instant => toInstant(new Date(at));

/**
 * Throws `rule-violated` unless a complaint about a decision of the stage was upheld and nothing has corrected it yet.
 */
export async function requireUpheld(
  em: SqlEntityManager,
  { cycleId, stageKey }: StageRef,
  complaintId: string | null,
): Promise<void> {
  const ofStage = 'c.id = ? and c.cycle_id = ? and c.stage_key = ?';
  const [complaint] = complaintId === null ? [] : await complaintsWhere(em, ofStage, [complaintId, cycleId, stageKey]);
  if (complaint?.state === 'upheld') return;
  const what = complaint
    ? refusal('complaint.isState', { number: complaint.number, state: complaint.state })
    : refusal('complaint.noneNamed');
  throw new Problem('rule-violated', refusal('complaint.notUpheld', { what }), {
    errors: [{ pointer: '/complaintId', message: what, allowed: refusal('complaint.upheldId') }],
  });
}

/** Ids of all complaints about decisions of a cycle, in the order of their filing. */
export async function complaintIds(em: SqlEntityManager, cycleId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>('select id from judging.complaint where cycle_id = ? order by id', [
    cycleId,
  ]);
  return rows.map(({ id }) => id);
}

/** The decision of a stage that was released last to those concerned and has this entry, and when; null without one. */
export async function releasedDecisionOf(
  em: SqlEntityManager,
  { cycleId, stageKey }: StageRef,
  entryId: string,
): Promise<{ id: string; at: Instant } | null> {
  const [row] = await em.execute<{ id: string; at: string | Date }[]>(
    `select d.id, r.released_at as at from judging.decision d
     join judging.release r on r.decision_id = d.id and r.audience = 'concerned'
     join judging.outcome o on o.decision_id = d.id and o.entry_id = ?
     where d.cycle_id = ? and d.stage_key = ? and d.state = 'certified'
     order by r.released_at desc limit 1`,
    [entryId, cycleId, stageKey],
  );
  return row ? { id: row.id, at: instantOf(row.at) } : null;
}

/**
 * Did a person have a hand in any decision of the stage: signed, certified or in whose place it was
 * certified, co-signed, adjusted, superseded, sat on the panel, or checked this entry's
 * eligibility?
 */
export async function tookPart(
  em: SqlEntityManager,
  { cycleId, stageKey }: StageRef,
  entryId: string,
  personId: string,
): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    `with who as (select ?::uuid as id, ?::uuid as cycle_id, ?::text as stage_key, ?::uuid as entry_id),
       d as (select d.id from judging.decision d join who w on d.cycle_id = w.cycle_id and d.stage_key = w.stage_key)
     select 1 from who w, judging.decision_signature s join d on d.id = s.decision_id where w.id in (s.person_id, s.in_place_of)
     union all select 1 from who w, judging.co_signature c join d on d.id = c.decision_id where c.auditor_id = w.id
     union all select 1 from who w, judging.decision_proposal p join d on d.id = p.decision_id where p.actor_id = w.id::text
     union all select 1 from who w join judging.supersession x on x.cycle_id = w.cycle_id and x.stage_key = w.stage_key
       where w.id in (x.asked_by, x.proposed_by)
     union all select 1 from who w join judging.panel_member m
       on m.cycle_id = w.cycle_id and m.stage_key = w.stage_key and m.person_id = w.id
     union all select 1 from who w join entries.eligibility_check e
       on e.entry_id = w.entry_id and e.stage_key = w.stage_key and e.checked_by = w.id::text
     limit 1`,
    [personId, cycleId, stageKey, entryId],
  );
  return rows.length > 0;
}
