import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { type AwardCycleInput, type LaureateEvent, TASK_QUEUE, WorkflowType, cycleWorkflowId } from '#libs/contracts';
import type { CycleRunService } from '#libs/cycles';
import type { ConsumerDefinition, TemporalClient } from '#libs/platform';

/** Starts the workflow of each cycle that was published. Starting it again finds the one that runs, or that it has ended. */
export function cycleStarter(temporal: TemporalClient, cycles: CycleRunService): ConsumerDefinition {
  return {
    name: 'worker',
    topics: ['laureate.cycles'],
    handlers: { 'laureate.cycle.published.v1': async () => undefined },
    before: async ({ data }) => {
      const { cycleId } = data as LaureateEvent<'laureate.cycle.published.v1'>['data'];
      // A replay of the events meets cycles that ended so long ago that Temporal has forgotten them.
      const { status } = await cycles.plan(cycleId);
      if (status === 'published') await startCycle(temporal, cycleId);
    },
  };
}

async function startCycle({ client }: TemporalClient, cycleId: string): Promise<void> {
  const input: AwardCycleInput = { cycleId };
  try {
    await client.workflow.start(WorkflowType.awardCycle, {
      workflowId: cycleWorkflowId(cycleId),
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
