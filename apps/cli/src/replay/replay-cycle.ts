import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { ReplayWorkerOptions } from '@temporalio/worker';
import {
  type ClarificationAccount,
  type Committed,
  type DecisionAccount,
  type Divergence,
  type ExtensionAccount,
  type LoggedExtension,
  type Recomputation,
  type StageAccount,
  committedBy,
  compareChains,
  compareClarifications,
  compareDecision,
  compareExtensions,
  compareStages,
  missingDecisions,
} from '#libs/transparency/pure';

/** A run of a workflow as the API lists it. */
export interface WorkflowRun {
  workflowId: string;
  runId: string;
  archived: boolean;
  /** Digests of an archived history: as kept beside it, and as published when it was archived. */
  digest: string | null;
  publishedDigest: string | null;
}

/** Where the auditor gets the accounts from: the API. */
export interface AuditSource {
  stages(cycleId: string): Promise<StageAccount[]>;
  decisions(cycleId: string): Promise<DecisionAccount[]>;
  /** What cities were asked. */
  clarifications(cycleId: string): Promise<ClarificationAccount[]>;
  /** Personal extensions, as the table has them. */
  extensions(cycleId: string): Promise<ExtensionAccount[]>;
  /** The facts as the events in the auditor's log tell them. */
  loggedExtensions(cycleId: string): Promise<LoggedExtension[]>;
  runs(cycleId: string): Promise<WorkflowRun[]>;
  /** A run's history as JSON text. */
  history(cycleId: string, run: WorkflowRun): Promise<string>;
}

/** What a replay found; PASS when there is no divergence. */
export interface ReplayReport {
  cycleId: string;
  pass: boolean;
  workflows: number;
  replayed: number;
  stages: number;
  decisions: number;
  divergences: Divergence[];
}

/**
 * Replays a cycle on this machine: every history against this release's workflow code, what the
 * activities committed against the database, every decision against its raw inputs, every archive
 * against its published digest, every personal extension against the log.
 */
export async function replayCycle(
  source: AuditSource,
  cycleId: string,
  by: Recomputation,
  workflowCode: () => Promise<{ code: string }> = bundled,
): Promise<ReplayReport> {
  // Rows first: a history read later can only know more.
  const stages = await source.stages(cycleId);
  const decisions = await source.decisions(cycleId);
  const clarifications = await source.clarifications(cycleId);
  const readAt = new Date().toISOString();
  const extensions = await source.extensions(cycleId);
  const runs = await source.runs(cycleId);
  const divergences: Divergence[] = [];
  const committed: Committed[] = [];
  const readable: { workflowId: string; json: string }[] = [];
  for (const run of runs) {
    const json = await source.history(cycleId, run);
    divergences.push(...compareArchive(run, json));
    try {
      committed.push(...committedBy(run.workflowId, json));
      readable.push({ workflowId: run.workflowId, json });
    } catch (error) {
      divergences.push(unreadable(run, error));
    }
  }
  divergences.push(...(await replayHistories(readable, await workflowCode())));
  divergences.push(...compareStages(stages, committed));
  divergences.push(...decisions.flatMap((decision) => compareDecision(decision, committed, by)));
  divergences.push(...compareChains(decisions));
  divergences.push(...missingDecisions(decisions, committed));
  divergences.push(...compareClarifications(clarifications, committed, readAt));
  divergences.push(...compareExtensions(extensions, await source.loggedExtensions(cycleId), readAt));
  const { length: replayed } = readable;
  return {
    cycleId,
    pass: divergences.length === 0,
    workflows: runs.length,
    replayed,
    stages: stages.length,
    decisions: decisions.length,
    divergences,
  };
}

/** Replays histories against workflow code; the first event at which they part is in the detail. */
export async function replayHistories(
  histories: { workflowId: string; json: string }[],
  workflowBundle: { code: string },
): Promise<Divergence[]> {
  const divergences: Divergence[] = [];
  // In a thread of its own: in this one the SDK would hook every promise of the process, for as long as it lives.
  const options = { workflowBundle, debugMode: false } as ReplayWorkerOptions;
  const parsed = histories.map(({ workflowId, json }) => ({ workflowId, history: historyFromJSON(JSON.parse(json)) }));
  for await (const { workflowId, error } of Worker.runReplayHistories(options, parsed)) {
    if (!error) continue;
    const eventId = /HistoryEvent\(id: (\d+)/.exec(error.message)?.[1];
    const { json } = histories.find((history) => history.workflowId === workflowId)!;
    divergences.push({
      check: 'replay',
      what: `workflow ${workflowId}`,
      where: eventId ? `event ${eventId}` : 'its history',
      when: eventId ? timeOf(eventId, json) : null,
      detail: `The workflow code of this release does not do what the history says: ${inBrief(error.message)}`,
    });
  }
  return divergences;
}

/** When an event happened, by its history (JSON text). */
function timeOf(eventId: string, json: string): string | null {
  const { events } = JSON.parse(json) as { events: { eventId: string; eventTime: string }[] };
  return events.find((event) => event.eventId === eventId)?.eventTime ?? null;
}

/** The SDK wraps what it found in the dump of a structure; what it found, where that can be told. */
const inBrief = (message: string): string => /message: "((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message;

function compareArchive(run: WorkflowRun, json: string): Divergence[] {
  if (!run.archived) return [];
  const digest = createHash('sha256').update(json).digest('hex');
  const differs = [run.digest, run.publishedDigest].find((kept) => kept !== null && kept !== digest);
  if (!differs) return [];
  return [
    {
      check: 'archive',
      what: `workflow ${run.workflowId}`,
      where: `archived history of run ${run.runId}`,
      when: null,
      detail: `The archived history has the digest ${digest}; it had ${differs} when it was archived.`,
    },
  ];
}

const unreadable = ({ workflowId, runId }: WorkflowRun, error: unknown): Divergence => ({
  check: 'archive',
  what: `workflow ${workflowId}`,
  where: `history of run ${runId}`,
  when: null,
  detail: `The history cannot be read: ${error instanceof Error ? error.message : String(error)}`,
});

/** The workflow code of this release. */
function bundled(): Promise<{ code: string }> {
  const workflowsPath = fileURLToPath(new URL('../../../../workflows/index.js', import.meta.url));
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger });
  return bundleWorkflowCode({ workflowsPath, logger });
}
