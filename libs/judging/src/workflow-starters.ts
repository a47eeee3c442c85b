import {
  type ComplaintInput,
  type ComplaintRef,
  type SupersessionInput,
  WorkflowType,
  complaintWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import { startWorkflow } from '#libs/cycles';
import type { TemporalClient } from '#libs/platform';

/** Starts the workflow of a complaint. One that runs is left as it is; one that was lost goes on from the row. */
export function startComplaint(
  temporal: TemporalClient,
  { cycleId, stageKey, complaintId }: ComplaintRef,
): Promise<void> {
  const input: ComplaintInput = { cycleId, stageKey, complaintId };
  return startWorkflow(temporal, WorkflowType.complaint, complaintWorkflowId(cycleId, complaintId), input);
}

/** Starts the workflow of a superseding decision that is proposed, as `startComplaint` does. */
export function startSupersession(
  temporal: TemporalClient,
  { cycleId, stageKey, programme, decisionId }: SupersessionInput,
): Promise<void> {
  const input: SupersessionInput = { cycleId, stageKey, programme, decisionId };
  return startWorkflow(
    temporal,
    WorkflowType.supersession,
    supersessionWorkflowId(cycleId, stageKey, decisionId),
    input,
  );
}
