import { WorkflowNotFoundError } from '@temporalio/client';
import { SignalName } from '#libs/contracts';
import type { TemporalClient } from '#libs/platform';

/** Has a workflow look again; one that has ended needs it no more. */
export async function wake({ client }: TemporalClient, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal(SignalName.lookAgain);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}
