import {
  type ComplaintFacts,
  type ComplaintRef,
  type DecisionState,
  type Instant,
  type SupersessionInput,
  complaintWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import { type RowRunState, type RowWorkflowLook, type RunView, bothZones } from '#libs/cycles';

/** How much later than its instant the secretariat may be told that a complaint had no answer in time, ms. */
const TOLD_WITHIN_MS = 60_000;

/** What the workflow of a complaint answers to the query `state`, as far as it is read here. */
export interface ComplaintRunState extends RowRunState {
  facts: Pick<ComplaintFacts, 'state' | 'dueAt' | 'pausedAt'> | null;
}

/** A complaint's row. */
export interface ComplaintRow extends ComplaintRef {
  zone: string;
  state: ComplaintFacts['state'];
  /** Since when it is as it is. */
  since: Instant;
  dueAt: Instant;
  pausedAt: Instant | null;
  /** Was the secretariat told that there was no answer in time? */
  overdueTold: boolean;
}

/** A complaint, as a row with a workflow of its own. */
export function complaintLook(row: ComplaintRow, workflow: RunView<ComplaintRunState>, now: Instant): RowWorkflowLook {
  const due = bothZones(row.dueAt, row.zone);
  const known = workflow.state?.facts;
  const isOpen = row.state === 'open';
  const isLate =
    isOpen && !row.pausedAt && !row.overdueTold && Date.parse(now) - Date.parse(row.dueAt) > TOLD_WITHIN_MS;
  return {
    kind: 'complaint',
    noun: 'a complaint',
    where: complaintWorkflowId(row.cycleId, row.complaintId),
    workflow,
    since: row.since,
    isOpen,
    hasHeard: !known || isSame(known, row),
    open: `A complaint is to have an answer by ${due}`,
    stands: 'nobody reminds its handlers, and the secretariat does not hear when there is no answer in time',
    late: isLate ? `A complaint had no answer by ${due}, and the secretariat was not told.` : null,
  };
}

const isSame = (one: Pick<ComplaintFacts, 'state' | 'dueAt' | 'pausedAt'>, other: ComplaintRow): boolean =>
  one.state === other.state && one.dueAt === other.dueAt && (one.pausedAt ?? null) === other.pausedAt;

/** What the workflow of a superseding decision answers. */
export interface SupersessionRunState extends RowRunState {
  state: DecisionState | 'asked' | 'refused';
}

/** A superseding decision's row. */
export interface SupersessionRow extends SupersessionInput {
  title: string;
  state: DecisionState;
  /** Since when it is so. */
  since: Instant;
  /** Its cycle was cancelled: it is to be given up. */
  cycleCancelled: boolean;
}

/** A superseding decision, as a row with a workflow of its own. */
export function supersessionLook(row: SupersessionRow, workflow: RunView<SupersessionRunState>): RowWorkflowLook {
  const isOpen = row.state === 'proposed';
  return {
    kind: 'supersession',
    noun: 'a superseding decision',
    where: supersessionWorkflowId(row.cycleId, row.stageKey, row.decisionId),
    workflow,
    since: row.since,
    isOpen,
    hasHeard: !workflow.state || (workflow.state.state === row.state && !(isOpen && row.cycleCancelled)),
    open: `A decision that is to supersede that of "${row.title}" is proposed`,
    stands: 'it is not given up with its cycle, and its history is not kept',
    late: null,
  };
}
