import { type ClarificationFacts, type ClarificationRef, type Instant, clarificationWorkflowId } from '#libs/contracts';
import {
  bothZones,
  type RowRunState,
  RowWorkflowCheckup,
  type RowWorkflowLook,
  type RunView,
  startClarification,
} from '#libs/cycles';
import type { Checkup, TemporalClient, UnitOfWork } from '#libs/platform';
import { clarificationsWhere, factsOf } from './clarification.queries.js';

/** The most clarifications that are looked at, the newest. */
const LOOKED_AT = 500;
const OF_LATE = '30 days';

/** Holds the rows of clarifications against their workflows; starts what is missing, wakes what has not heard. */
export const clarificationCheckup = (unitOfWork: UnitOfWork, temporal: TemporalClient): Checkup =>
  new RowWorkflowCheckup<ClarificationRef & { workflowId: string }, ClarificationRunState>(unitOfWork, temporal, {
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

/** What the workflow of a clarification answers to the query `state`, as far as it is read here. */
interface ClarificationRunState extends RowRunState {
  facts: ClarificationFacts | null;
}

/** A clarification's row beside what its workflow knows. */
export interface ClarificationLook {
  row: ClarificationFacts;
  zone: string;
  /** Since when the row is as it is. */
  since: Instant;
  workflow: RunView<ClarificationRunState>;
}

/** How much later than its deadline a clarification may end: writers have finished, and the workflow has woken, ms. */
const ENDS_WITHIN_MS = 60_000;

/** A clarification, as a row with a workflow of its own. */
export function clarificationLook({ row, zone, since, workflow }: ClarificationLook, now: Instant): RowWorkflowLook {
  const due = bothZones(row.dueAt, zone);
  const known = workflow.state?.facts;
  const isOpen = row.state === 'open';
  const isLate = isOpen && !row.pausedAt && Date.parse(now) - Date.parse(row.dueAt) > ENDS_WITHIN_MS;
  return {
    kind: 'clarification',
    noun: 'a clarification',
    where: clarificationWorkflowId(row.clarificationId),
    workflow,
    since,
    isOpen,
    hasHeard: !known || isSame(known, row),
    open: `A city is to answer until ${due}`,
    stands: 'nobody reminds it, and nothing ends without an answer',
    late: isLate ? `A clarification was to end at ${due}, and is open.` : null,
  };
}

const isSame = (one: ClarificationFacts, other: ClarificationFacts): boolean =>
  one.state === other.state && one.deadlineVersion === other.deadlineVersion && one.pausedAt === other.pausedAt;
