import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  type AwardCycleInput,
  type ClarificationInput,
  type ClarificationRef,
  type ComplaintInput,
  type ComplaintRef,
  RETENTION_WORKFLOW_ID,
  type SupersessionInput,
  TASK_QUEUE,
  WorkflowType,
  clarificationWorkflowId,
  complaintWorkflowId,
  cycleWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import type { TemporalClient } from '#libs/platform';

/** Starts the workflow of a published cycle. */
export function startCycle(temporal: TemporalClient, cycleId: string): Promise<void> {
  const input: AwardCycleInput = { cycleId };
  return start(temporal, WorkflowType.awardCycle, cycleWorkflowId(cycleId), input);
}

/** Starts the workflow of a clarification. */
export function startClarification(temporal: TemporalClient, given: ClarificationRef): Promise<void> {
  const { cycleId, stageKey, clarificationId } = given;
  const input: ClarificationInput = { cycleId, stageKey, clarificationId };
  return start(temporal, WorkflowType.clarification, clarificationWorkflowId(clarificationId), input);
}

/** Starts the workflow of a complaint. */
export function startComplaint(temporal: TemporalClient, given: ComplaintRef): Promise<void> {
  const { cycleId, stageKey, complaintId } = given;
  const input: ComplaintInput = { cycleId, stageKey, complaintId };
  return start(temporal, WorkflowType.complaint, complaintWorkflowId(cycleId, complaintId), input);
}

/** Starts the workflow of a superseding decision that is proposed. */
export function startSupersession(temporal: TemporalClient, given: SupersessionInput): Promise<void> {
  const { cycleId, stageKey, programme, decisionId } = given;
  const input: SupersessionInput = { cycleId, stageKey, programme, decisionId };
  return start(temporal, WorkflowType.supersession, supersessionWorkflowId(cycleId, stageKey, decisionId), input);
}

/** Starts the workflow that ends what names people; there is one. */
export const startRetention = (temporal: TemporalClient): Promise<void> =>
  start(temporal, WorkflowType.retention, RETENTION_WORKFLOW_ID, {});

/**
 * Starts a workflow that goes by its rows. One that runs is left as it is, one that came to its own
 * end stays ended; one that was lost (terminated, failed, or unknown to Temporal) starts anew and
 * goes on from the rows.
 */
async function start({ client }: TemporalClient, type: string, workflowId: string, input: object): Promise<void> {
  try {
    await client.workflow.start(type, {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
