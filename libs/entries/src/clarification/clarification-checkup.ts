import { type ClarificationRef, clarificationWorkflowId } from '#libs/contracts';
import { OwnWorkflowCheckup } from '#libs/cycles';
import type { Checkup, TemporalClient, UnitOfWork } from '#libs/platform';
import { type ClarificationRunState, clarificationLook } from './clarification-checkup.rules.js';
import { clarificationsWhere, factsOf } from './clarification.queries.js';
import { startClarification } from './clarification-starter.js';

/** The most clarifications that are looked at, the newest. */
const LOOKED_AT = 500;
const OF_LATE = '30 days';

/** Holds the rows of clarifications against their workflows; starts what is missing, wakes what has not heard. */
export const clarificationCheckup = (unitOfWork: UnitOfWork, temporal: TemporalClient): Checkup =>
  new OwnWorkflowCheckup<ClarificationRef & { workflowId: string }, ClarificationRunState>(unitOfWork, temporal, {
    name: 'clarifications',
    start: (ref) => startClarification(temporal, ref),
    rows: async (em) => {
      const rows = await em.execute<ClarificationRef[]>(
        `select id as "clarificationId", cycle_id as "cycleId", stage_key as "stageKey" from entries.clarification
         where num_nonnulls(answered_at, timed_out_at, cancelled_at) = 0
           or coalesce(answered_at, timed_out_at, cancelled_at) > now() - interval '${OF_LATE}'
         order by id desc limit ${LOOKED_AT}`,
      );
      return rows.map((ref) => ({ ...ref, workflowId: clarificationWorkflowId(ref.clarificationId) }));
    },
    look: async (em, { clarificationId, cycleId }, workflow, now) => {
      const [standing] = await clarificationsWhere(em, 'k.id = ?', [clarificationId]);
      const [last] = await em.execute<{ at: string | Date }[]>(
        `select greatest(
           (select max(moved_at) from entries.clarification_move where clarification_id = ?),
           (select max(coalesce(resumed_at, paused_at)) from cycles.pause where cycle_id = ?)) as at`,
        [clarificationId, cycleId],
      );
      const { zone, askedAt, endedAt } = standing!;
      const moved = last?.at ? new Date(last.at).toISOString() : askedAt;
      const since = [askedAt, endedAt ?? askedAt, moved].toSorted().at(-1)!;
      return clarificationLook({ row: factsOf(standing!), zone, since, workflow }, now);
    },
  });
