import type { HistoryAndWorkflowId } from '@temporalio/client';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';

/** Replays histories with the workflows of a bundle; the error of each by its id, null where code and history agree. */
export async function replay(
  histories: { workflowId: string; history: unknown }[],
  workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>,
): Promise<Record<string, string | null>> {
  // In a thread of its own: in this one the SDK would hook every promise of the process, for as long as it lives.
  const options = { workflowBundle, debugMode: false } as ReplayWorkerOptions;
  const outcomes: Record<string, string | null> = {};
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories as HistoryAndWorkflowId[])) {
    outcomes[workflowId] = error?.message ?? null;
  }
  return outcomes;
}
