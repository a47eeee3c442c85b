import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TASK_QUEUE } from '#libs/contracts';
import type { TemporalClient } from '#libs/platform';

/**
 * Starts a workflow that goes by its rows. One that runs is left as it is, one that came to its own end stays ended; one that was
 * lost (terminated, failed, or unknown to Temporal) starts anew.
 */
export async function startWorkflow(
  { client }: TemporalClient,
  workflowType: string,
  workflowId: string,
  input: object,
): Promise<void> {
  try {
    await client.workflow.start(workflowType, {
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
