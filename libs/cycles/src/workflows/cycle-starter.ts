import { type AwardCycleInput, WorkflowType, cycleWorkflowId } from '#libs/contracts';
import type { TemporalClient } from '#libs/platform';
import { startWorkflow } from './start-once.js';

/** Starts the workflow of a published cycle, unless it runs or came to its own end; what was lost goes on from the cycle's rows. */
export function startCycle(temporal: TemporalClient, cycleId: string): Promise<void> {
  const input: AwardCycleInput = { cycleId };
  return startWorkflow(temporal, WorkflowType.awardCycle, cycleWorkflowId(cycleId), input);
}
