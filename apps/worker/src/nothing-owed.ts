import { WorkflowNotFoundError } from '@temporalio/client';
import { SignalName, type StageRef, stageWorkflowId } from '#libs/contracts';
import type { EarlyClosingService } from '#libs/cycles';
import type { TemporalClient } from '#libs/platform';
import { wake } from './wake.js';

/**
 * Tells a stage that nobody owes anything in it any more, if that is so: one that is open may close
 * early, one that has closed may be decided. One whose workflow has ended needs no telling.
 */
export async function tellIfNothingOwed(
  temporal: TemporalClient,
  closing: EarlyClosingService,
  { cycleId, stageKey }: StageRef,
): Promise<void> {
  if (await closing.mayDecide({ cycleId, stageKey })) await wake(temporal, stageWorkflowId(cycleId, stageKey));
  if (!(await closing.isDue({ cycleId, stageKey }))) return;
  try {
    await temporal.client.workflow.getHandle(stageWorkflowId(cycleId, stageKey)).signal(SignalName.nothingOwed);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Tells it to every stage of a cycle that may wait for that, but for the one that it comes from. */
export async function tellIfNothingOwedIn(
  temporal: TemporalClient,
  closing: EarlyClosingService,
  { cycleId, stageKey: source }: { cycleId: string; stageKey?: string },
): Promise<void> {
  for (const stageKey of await closing.waiting(cycleId))
    if (stageKey !== source) await tellIfNothingOwed(temporal, closing, { cycleId, stageKey });
}
