import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { QueryName, SearchAttribute, type StageFacts } from '#libs/contracts';
import type { TemporalClient } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import type { RunView, SeenChange } from './workflow-view.js';

/** How long a workflow has to say where it stands, ms. */
const ANSWERS_WITHIN_MS = 4_000;
const LISTED = 1_000;

/** The latest run of a workflow; what it says of itself only while it runs. Throws when Temporal is away. */
export async function runView<State>({ client }: TemporalClient, workflowId: string): Promise<RunView<State>> {
  const handle = client.workflow.getHandle(workflowId);
  let description: WorkflowExecutionDescription;
  try {
    description = await handle.describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { run: 'none', state: null };
    throw error;
  }
  const { name } = description.status;
  if (name === 'COMPLETED') return { run: 'ended', state: null };
  if (name !== 'RUNNING') return { run: 'lost', how: name.toLowerCase().replaceAll('_', ' '), state: null };
  try {
    const state = await client.withDeadline(Date.now() + ANSWERS_WITHIN_MS, () => handle.query<State>(QueryName.state));
    return { run: 'running', state };
  } catch (error) {
    const { message, cause } = error as Error;
    return { run: 'running', state: null, silence: cause instanceof Error ? cause.message : message };
  }
}

/** The changes of a stage above a version that its workflow saw committed, oldest first. */
export async function changesAbove(
  { client }: TemporalClient,
  workflowId: string,
  version: number,
): Promise<SeenChange[]> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const seen = new Map<number, SeenChange>();
  for (const { activityTaskCompletedEventAttributes: completed, eventTime } of events ?? []) {
    const [payload] = completed?.result?.payloads ?? [];
    const result = payload && defaultPayloadConverter.fromPayload<StageFacts | { stage?: StageFacts } | null>(payload);
    const facts = result && 'stage' in result ? result.stage : (result as StageFacts | null | undefined);
    if (!facts || !('deadlineVersion' in facts) || facts.version <= version || seen.has(facts.version)) continue;
    seen.set(facts.version, { at: toInstant(new Date(Number(eventTime?.seconds ?? 0) * 1000)), facts });
  }
  return [...seen.values()].toSorted((a, b) => a.facts.version - b.facts.version);
}

/** Cycles with a workflow that runs, by their ids; at most a thousand workflows are looked at. */
export async function cyclesWithWorkflows({ client }: TemporalClient): Promise<Set<string>> {
  const ids = new Set<string>();
  const query = `ExecutionStatus = 'Running' and ${SearchAttribute.cycle} is not null`;
  let listed = 0;
  for await (const { searchAttributes } of client.workflow.list({ query })) {
    const [cycleId] = searchAttributes[SearchAttribute.cycle] ?? [];
    if (typeof cycleId === 'string') ids.add(cycleId);
    if (++listed === LISTED) break;
  }
  return ids;
}
