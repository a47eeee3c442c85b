import { type ClarificationInput, type ClarificationRef, WorkflowType, clarificationWorkflowId } from '#libs/contracts';
import { startOnce } from '#libs/cycles';
import type { TemporalClient } from '#libs/platform';

/** Starts the workflow of a clarification. One that runs is left as it is; one that was lost goes on from the row. */
export function startClarification(
  temporal: TemporalClient,
  { cycleId, stageKey, clarificationId }: ClarificationRef,
): Promise<void> {
  const input: ClarificationInput = { cycleId, stageKey, clarificationId };
  return startOnce(temporal, WorkflowType.clarification, clarificationWorkflowId(clarificationId), input);
}
