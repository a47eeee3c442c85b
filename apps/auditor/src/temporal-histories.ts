import { WorkflowNotFoundError } from '@temporalio/client';
import { SearchAttributeType, defineSearchAttributeKey } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type TemporalClient, log } from '#libs/platform';
import { SearchAttribute } from '#libs/contracts';
import type { FetchHistory, ListEndedRuns } from '#libs/transparency';

/** Fetches a run's whole history, every page, once the run has ended. */
export function historiesFrom(temporal: TemporalClient): FetchHistory {
  return async (workflowId, runId) => {
    const handle = temporal.client.workflow.getHandle(workflowId, runId);
    try {
      const { status } = await handle.describe();
      if (status.name === 'RUNNING') return null;
      const history = await handle.fetchHistory();
      return { json: historyToJSON(history), events: history.events?.length ?? 0 };
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      log.error(
        { workflowId, runId },
        'Temporal does not have the history of this run any more; it cannot be archived',
      );
      return 'gone';
    }
  };
}

const CYCLE = defineSearchAttributeKey(SearchAttribute.cycle, SearchAttributeType.KEYWORD);

/** Lists the ended runs of cycles' workflows, page by page. */
export function endedRunsOf(temporal: TemporalClient): ListEndedRuns {
  return async function* () {
    const query = `ExecutionStatus != 'Running' and ${SearchAttribute.cycle} is not null`;
    for await (const { workflowId, runId, typedSearchAttributes } of temporal.client.workflow.list({ query })) {
      const cycleId = typedSearchAttributes.get(CYCLE);
      if (cycleId) yield { cycleId, workflowId, runId };
    }
  };
}
