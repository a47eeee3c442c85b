import { complaintWorkflowId, supersessionWorkflowId } from '#libs/contracts';
import { RowWorkflowCheckup, startComplaint, startSupersession, toInstant } from '#libs/cycles';
import type { Checkup, TemporalClient, UnitOfWork } from '#libs/platform';
import {
  type ComplaintRow,
  type ComplaintRunState,
  type SupersessionRow,
  type SupersessionRunState,
  complaintLook,
  supersessionLook,
} from './judging-checkup.rules.js';

/** The most of each that are looked at, the newest. */
const LOOKED_AT = 500;
const OF_LATE = '30 days';

const COMPLAINTS = `select c.id as "complaintId", c.cycle_id as "cycleId", c.stage_key as "stageKey", y.zone, c.due_at as "dueAt",
    y.paused_at as "pausedAt", c.overdue_at is not null as "overdueTold",
    case when c.settled_at is not null then 'settled' when y.status = 'cancelled' then 'cancelled' else 'open' end as state,
    greatest(c.settled_at, case when y.status = 'cancelled' then y.ended_at end, c.filed_at,
      (select max(coalesce(resumed_at, paused_at)) from cycles.pause p where p.cycle_id = c.cycle_id)) as since
  from judging.complaint c join cycles.cycle y on y.id = c.cycle_id`;

const SUPERSESSIONS = `select d.id as "decisionId", d.cycle_id as "cycleId", d.stage_key as "stageKey", y.programme, s.title, d.state,
    greatest(d.proposed_at, d.certified_at, case when y.status = 'cancelled' then y.ended_at end) as since,
    y.status = 'cancelled' as "cycleCancelled"
  from judging.decision d
  join cycles.cycle y on y.id = d.cycle_id
  join cycles.stage s on s.cycle_id = d.cycle_id and s.key = d.stage_key`;

/** Holds complaints about decisions against their workflows; starts what is missing, wakes what has not heard. */
export const complaintCheckup = (unitOfWork: UnitOfWork, temporal: TemporalClient): Checkup =>
  new RowWorkflowCheckup<ComplaintRow & { workflowId: string }, ComplaintRunState>(unitOfWork, temporal, {
    name: 'complaints',
    start: (row) => startComplaint(temporal, row),
    rows: async (em) => {
      const rows = await em.execute<ComplaintRow[]>(
        `${COMPLAINTS} where coalesce(c.settled_at, now()) > now() - interval '${OF_LATE}' order by c.id desc limit ${LOOKED_AT}`,
      );
      return rows.map((row) => ({ ...row, workflowId: complaintWorkflowId(row.cycleId, row.complaintId) }));
    },
    look: async (em, { complaintId }, workflow, now) => {
      const [row] = await em.execute<ComplaintRow[]>(`${COMPLAINTS} where c.id = ?`, [complaintId]);
      const [since, dueAt] = [instantOf(row!.since), instantOf(row!.dueAt)];
      const pausedAt = row!.pausedAt && instantOf(row!.pausedAt);
      return complaintLook({ ...row!, since, dueAt, pausedAt }, workflow, now);
    },
  });

/** Compares superseding decisions with their workflows. */
export const supersessionCheckup = (unitOfWork: UnitOfWork, temporal: TemporalClient): Checkup =>
  new RowWorkflowCheckup<SupersessionRow & { workflowId: string }, SupersessionRunState>(unitOfWork, temporal, {
    name: 'superseding decisions',
    start: (row) => startSupersession(temporal, row),
    rows: async (em) => {
      const rows = await em.execute<SupersessionRow[]>(
        `${SUPERSESSIONS} where d.supersedes is not null
           and (d.state = 'proposed' or d.proposed_at > now() - interval '${OF_LATE}')
         order by d.id desc limit ${LOOKED_AT}`,
      );
      return rows.map((row) => ({
        ...row,
        workflowId: supersessionWorkflowId(row.cycleId, row.stageKey, row.decisionId),
      }));
    },
    look: async (em, { decisionId }, workflow) => {
      const [row] = await em.execute<SupersessionRow[]>(`${SUPERSESSIONS} where d.id = ?`, [decisionId]);
      return supersessionLook({ ...row!, since: instantOf(row!.since) }, workflow);
    },
  });

const instantOf = (at: string | Date) => toInstant(new Date(at));
