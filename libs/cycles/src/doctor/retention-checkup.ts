import { WorkflowNotFoundError } from '@temporalio/client';
import { RETENTION_WORKFLOW_ID } from '#libs/contracts';
import type { MendableFinding, Checkup, TemporalClient } from '#libs/platform';
import { startRetention } from '../workflows/start-workflow.js';

/** Looks whether the workflow that ends what names people runs, and starts it where it does not. */
export class RetentionCheckup implements Checkup {
  readonly name = 'retention';

  constructor(private readonly temporal: TemporalClient) {}

  async examine(): Promise<MendableFinding[]> {
    const status = await this.temporal.client.workflow
      .getHandle(RETENTION_WORKFLOW_ID)
      .describe()
      .then(
        ({ status: { name } }) => name,
        (error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return null;
          throw error;
        },
      );
    if (status === 'RUNNING') return [];
    return [
      {
        code: 'retention-without-workflow',
        severity: 'broken',
        where: RETENTION_WORKFLOW_ID,
        what: 'No workflow runs that erases what names people when its time is over.',
        wouldDo: 'Starts it; it goes by the rows, and what is due by now ends at once.',
        refusedBecause: null,
        mend: () => startRetention(this.temporal),
      },
    ];
  }
}
