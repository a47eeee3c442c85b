import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import {
  cycleWorkflowId,
  SignalName,
  stageWorkflowId,
  supersessionWorkflowId,
  TASK_QUEUE,
  UpdateName,
  WorkflowType,
} from '#libs/contracts/pure';
import type { CycleStatus, ProblemDocument, StageState, Updates } from '#libs/contracts/pure';
import type { awardCycle } from '../cycle/award-cycle.js';
import { bundleWorkflows } from './bundle.js';
import { record } from './histories.js';
import { InMemoryActivities } from '../in-memory/in-memory.activities.js';
import { startTimeSkipping } from '../in-memory/time-skipping-server.js';
import { instant, type CycleRecord, type StageRecord, type StageSpec } from '../in-memory/records.js';

/**
 * How long something may take in real time, however busy the machine is. The server gives out a task
 * again ten seconds after a dying worker took it, perhaps several times.
 */
export const PATIENCE_MS = 100_000;
/**
 * How many tasks a worker takes at once. One thread works on all of them, and the server takes back a
 * task that is not answered within ten seconds: a starved worker that took many would finish none in time.
 */
const TASKS_AT_ONCE = 4;
/** After so many requests, one after the other, the server has seen that earlier polls were cancelled. */
const ROUND_TRIPS = 20;
/** How far `hurry` skips at once: half of the first retry's delay. */
const STEP_MS = 250;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type CommandOf<Name extends keyof Updates> = Omit<Updates[Name]['command'], 'commandId' | 'actorId' | 'stageKey'>;

/** One published and started cycle of a test. */
export interface RunningCycle {
  record: CycleRecord;
  handle: WorkflowHandle<typeof awardCycle>;
  stage(key: string): StageRecord;
}

/** A time-skipping Temporal with one worker on in-memory activities. Its clock is one for all cycles in it. */
export class WorkflowFixture {
  readonly env: TestWorkflowEnvironment;
  readonly activities: InMemoryActivities;
  #worker: { worker: Worker; running: Promise<void> } | null = null;

  readonly #cached: number;

  private constructor(env: TestWorkflowEnvironment, cached: number) {
    this.env = env;
    this.#cached = cached;
    this.activities = new InMemoryActivities(() => env.currentTimeMs());
  }

  /**
   * Starts server and worker; the server's address is in LAUREATE_TIME_SKIPPING_SERVER. Without a
   * cache every task replays the history from its beginning: what is not deterministic fails at
   * once.
   */
  static async start({ maxCachedWorkflows = 0 } = {}): Promise<WorkflowFixture> {
    const path = process.env['LAUREATE_TIME_SKIPPING_SERVER'];
    if (!path) throw new Error('LAUREATE_TIME_SKIPPING_SERVER must be the path of the time-skipping test server');
    const fixture = new WorkflowFixture(await startTimeSkipping(path), maxCachedWorkflows);
    await fixture.startWorker();
    return fixture;
  }

  /** @param workflowBundle the code it runs; the present one unless told otherwise */
  async startWorker(workflowBundle?: { code: string }): Promise<void> {
    const worker = await Worker.create({
      connection: this.env.nativeConnection,
      namespace: this.env.namespace ?? 'default',
      taskQueue: TASK_QUEUE,
      workflowBundle: workflowBundle ?? (await bundleWorkflows()),
      activities: this.activities.bound(),
      maxCachedWorkflows: this.#cached,
      maxConcurrentWorkflowTaskExecutions: TASKS_AT_ONCE,
      maxConcurrentWorkflowTaskPolls: TASKS_AT_ONCE,
      maxConcurrentActivityTaskPolls: TASKS_AT_ONCE,
    });
    this.#worker = { worker, running: worker.run() };
  }

  /**
   * Stops the worker when it has nothing to do, and waits until the server knows that it is gone: it would
   * give the next tasks to the polls that the worker left.
   */
  async stopWorker(): Promise<void> {
    if (!this.#worker) return;
    for (const end = Date.now() + PATIENCE_MS; (await this.#busy()).length > 0; await pause(20)) {
      if (Date.now() > end) throw new Error(`the worker is never idle\n${await this.#standing()}`);
    }
    this.#worker.worker.shutdown();
    await this.#worker.running;
    this.#worker = null;
    for (let i = 0; i < ROUND_TRIPS; i++) await this.env.nativeConnection.workflowService.getSystemInfo({});
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.env.teardown();
  }

  now(): Promise<number> {
    return this.env.currentTimeMs();
  }

  /**
   * Publishes a cycle and starts its workflow, as the consumer of `cycle.published` does; its first
   * stages are running then.
   */
  async startCycle(specs: StageSpec[], lossy = 0): Promise<RunningCycle> {
    const cycleId = randomUUID();
    const record = this.activities.publish(cycleId, specs);
    record.lossy = lossy;
    const handle = await this.env.client.workflow.start<typeof awardCycle>('awardCycle', {
      workflowId: cycleWorkflowId(cycleId),
      taskQueue: TASK_QUEUE,
      args: [{ cycleId }],
    });
    const first = [...record.stages.values()].filter(({ facts }) => facts.after.length === 0).length;
    await this.until(() => (record.calls.get('readStage') ?? 0) >= first, 'the first stages started');
    return { record, handle, stage: (key) => record.stages.get(key)! };
  }

  /** Skips time to an instant; timers on the way fire at theirs. */
  async skipTo(at: number | string): Promise<void> {
    const ms = (typeof at === 'string' ? Date.parse(at) : at) - (await this.now());
    if (ms > 0) await this.env.sleep(ms);
  }

  /**
   * Skips to an instant while no worker runs. The server stops its clock for every workflow task that waits
   * for a worker, and is told once for each to skip all the same. Once more would break it: it counts locks
   * of its clock, and when the count falls below zero its own code fails and leaves a lock for ever.
   */
  async skipWithoutWorkerTo(at: number): Promise<void> {
    const { testService } = this.env.connection;
    let unlocked = 0;
    const sleeping = this.env.sleep(at - (await this.now()));
    sleeping.catch(() => undefined);
    for (; (await this.now()) < at; await pause(20)) {
      const waiting = (await this.#busy()).length;
      if (unlocked >= waiting || (await this.now()) >= at) continue;
      await testService!.unlockTimeSkipping({});
      unlocked += 1;
    }
    await sleeping;
    for (; unlocked > 0; unlocked--) await testService!.lockTimeSkipping({});
  }

  /** The runs that have a task, of the workflow or of an activity, which is not completed. */
  async #busy(): Promise<string[]> {
    const runs = [...this.activities.cycles.values()].flatMap((record) => [...record.runs]);
    const isBusy = async (run: string) => {
      const [workflowId, runId] = run.split('#');
      const { events } = await this.env.client.workflow.getHandle(workflowId!, runId).fetchHistory();
      const names = events!.map(nameOf);
      if (names.at(-1)!.startsWith('workflowExecutionC')) return false;
      const count = (name: string) => names.filter((each) => each === `${name}EventAttributes`).length;
      const over = ['Completed', 'Failed', 'TimedOut', 'Canceled'];
      const activities = over.reduce((left, end) => left - count(`activityTask${end}`), count('activityTaskScheduled'));
      const last = names.findLast((name) => name.startsWith('workflowTask'));
      return activities > 0 || last !== 'workflowTaskCompletedEventAttributes';
    };
    const busy = await Promise.all(runs.map(isBusy));
    return runs.filter((_, index) => busy[index]);
  }

  /** Does something while the clock runs fast whenever nobody works: what waits for a retry waits for moments only. */
  async hurry<T>(act: () => Promise<T>): Promise<T> {
    const done = new AbortController();
    const acting = act().finally(() => done.abort());
    acting.catch(() => undefined);
    for (; !done.signal.aborted; await pause(20)) await this.env.sleep(STEP_MS);
    return acting;
  }

  /** Waits, without skipping time, until the workers have done what is due. */
  async until(what: () => boolean, name = what.toString()): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !what(); await pause(10)) {
      if (Date.now() > end) throw new Error(`did not come true: ${name}\n${await this.#standing()}`);
    }
  }

  /** Skips to an instant and waits until the stage is in a state. */
  async reach(stage: StageRecord, state: StageState, at?: number | string): Promise<void> {
    if (at !== undefined) await this.skipTo(at);
    await this.until(() => stage.facts.state === state, `${stage.facts.stageKey} is ${state}`);
  }

  /** The last events of every workflow that has not ended: what a wait in vain says. */
  async #standing(): Promise<string> {
    const runs = [...this.activities.cycles.values()].flatMap((record) => [...record.runs]);
    const lines = runs.map(async (run) => {
      const [workflowId, runId] = run.split('#');
      const { events } = await this.env.client.workflow.getHandle(workflowId!, runId).fetchHistory();
      return `${workflowId}: ${events!.slice(-3).map(nameOf).join(', ')}`;
    });
    const open = (await Promise.all(lines)).filter((line) => !line.includes('workflowExecutionCompleted'));
    return [new Date(await this.now()).toISOString(), ...open].join('\n');
  }

  /** The instants to which the timers of a workflow that fired were set, however late its worker acted. */
  async timersFired(workflowId: string, runId?: string): Promise<number[]> {
    const { events } = await this.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const instants = new Map<string, number>();
    const fired: number[] = [];
    // What a workflow takes for the present is the start of its task.
    let present = 0;
    for (const event of events!) {
      if (event.workflowTaskStartedEventAttributes) present = msOf(event.eventTime!);
      const { timerId, startToFireTimeout } = event.timerStartedEventAttributes ?? {};
      if (timerId) instants.set(timerId, present + msOf(startToFireTimeout!));
      if (event.timerFiredEventAttributes) fired.push(instants.get(event.timerFiredEventAttributes.timerId!)!);
    }
    return fired;
  }

  /** Waits for the end of a cycle, skipping time. */
  end(cycle: RunningCycle): Promise<CycleStatus> {
    return cycle.handle.result();
  }

  /** Keeps the history of an ended cycle, or of one of its stages, when recording is on. */
  async keep(scenario: string, { record: { cycleId }, handle }: RunningCycle, stageKey?: string): Promise<void> {
    if (stageKey === undefined) return record(handle, WorkflowType.awardCycle, scenario);
    const stage = this.env.client.workflow.getHandle(stageWorkflowId(cycleId, stageKey));
    return record(stage, WorkflowType.stage, scenario);
  }

  /** Sends `retry` until it is taken: a workflow is parked only some moments after its activity was refused. */
  async retry(cycle: RunningCycle, stageKey: string | null): Promise<void> {
    const nothing = 'waits to be tried again';
    for (let taken = false; !taken;) {
      taken = await this.command(cycle, stageKey, 'retry', {}).then(
        () => true,
        (error: WorkflowUpdateFailedError) => !error.cause?.message.includes(nothing) && Promise.reject(error),
      );
    }
  }

  /** Lets everything parked be tried again, as the consumer of an event does. */
  async wake({ record: { cycleId, stages }, handle }: RunningCycle): Promise<void> {
    const ids = [...stages.keys()].map((key) => stageWorkflowId(cycleId, key));
    const handles = [handle, ...ids.map((id) => this.env.client.workflow.getHandle(id))];
    await Promise.allSettled(handles.map((each) => each.signal(SignalName.lookAgain)));
  }

  /** Ends a cycle that a test needs no longer. The server's clock stays stopped after workflows that are terminated. */
  async abandon(cycle: RunningCycle): Promise<void> {
    this.activities.clear();
    await this.command(cycle, null, 'cancel', {}).catch(() => {});
    await this.wake(cycle);
    await cycle.handle.result();
  }

  /**
   * Sends a command to a stage's workflow (to the cycle's when `stageKey` is null, to a decision's when it names one).
   */
  async command<Name extends keyof Updates>(
    cycle: RunningCycle,
    stageKey: string | null,
    name: Name,
    more: CommandOf<Name> & { stageKey?: string; actorId?: string; commandId?: string },
  ): Promise<Updates[Name]['result']> {
    const { cycleId } = cycle.record;
    const command = { commandId: randomUUID(), actorId: randomUUID(), ...(stageKey && { stageKey }), ...more };
    let workflowId = stageKey ? stageWorkflowId(cycleId, stageKey) : cycleWorkflowId(cycleId);
    if (stageKey && 'decisionId' in more)
      workflowId = supersessionWorkflowId(cycleId, stageKey, String(more.decisionId));
    return this.env.client.workflow
      .getHandle(workflowId)
      .executeUpdate<Updates[Name]['result'], [object]>(UpdateName[name], {
        args: [command],
        updateId: command.commandId,
      });
  }
}

/** What kind of event this is, by what it carries. */
const nameOf = (event: object): string =>
  Object.entries(event).find(([key, value]) => key.endsWith('EventAttributes') && value)?.[0] ?? '?';

/** The protocol's instants and durations, in ms. */
const msOf = ({ seconds, nanos }: { seconds?: unknown; nanos?: number | null }): number =>
  Number(seconds ?? 0) * SECOND + (nanos ?? 0) / 1e6;

/** The problem document a command was refused with. */
export async function problemOf(command: Promise<unknown>): Promise<ProblemDocument> {
  try {
    await command;
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
      return error.cause.details![0] as ProblemDocument;
    }
    throw error;
  }
  throw new Error('the command was not refused');
}

/** Makes a stage whose times count from an instant: it opens at `opens` and its deadline is at `deadline`, in ms. */
export function window(from: number, opens: number, deadline: number): Pick<StageSpec, 'opensAt' | 'deadlineAt'> {
  return { opensAt: instant(from + opens), deadlineAt: instant(from + deadline) };
}
