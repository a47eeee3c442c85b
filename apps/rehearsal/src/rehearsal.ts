import { randomUUID } from 'node:crypto';
import { setInterval } from 'node:timers/promises';
import { WorkflowFailedError } from '@temporalio/client';
import { TimeoutFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { TASK_QUEUE, UpdateName, cycleWorkflowId, languageOf, stageWorkflowId } from '#libs/contracts/pure';
import {
  type StageDefinition,
  type TitledStage,
  hardClose,
  ladderSteps,
  lateness,
  stageDefinitionOf,
} from '#libs/cycles';
import { InMemoryActivities, refused } from '../../../workflows/in-memory/in-memory.activities.js';
import { type CycleRecord, type StageSpec, instant } from '../../../workflows/in-memory/records.js';
import { refusal } from '../../../workflows/in-memory/refusals.words.js';
import { startTimeSkipping } from '../../../workflows/in-memory/time-skipping-server.js';
import type { Course } from './course.js';
import { type Action, nextAction } from './actions.js';
import { type Happening, Observer } from './happenings.js';
import { type Officers, officersOf } from './officers.js';

const MINUTE = 60_000;
/** A cycle in which nothing has happened for so long, in real time, waits for something that will not come. */
const STANDSTILL_MS = 60_000;
/** How often something that stopped a cycle is put right before it is given up. */
const ATTEMPTS = 3;

export interface RehearsalOptions {
  /** The program of Temporal's time-skipping test server. */
  serverPath: string;
  /** The path of `workflows.ts` of this app, compiled, or a bundle of it. */
  workflows: Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle'>;
  /** How long people take for each thing they must do, ms. */
  paceMs: number;
}

/** What happened, in order, and whether the cycle came to its end. */
export interface Rehearsed {
  happenings: Happening[];
  completed: boolean;
}

/**
 * Runs the whole cycle of a definition with the real workflows, on a Temporal of our own that skips time, from a minute
 * before its first opening. Nothing leaves this process but what the workflows say to that server.
 */
export async function rehearse(course: Course, options: RehearsalOptions): Promise<Rehearsed> {
  const server = await startTimeSkipping(options.serverPath);
  try {
    const rehearsal = new Rehearsal(course, server, options.paceMs, await server.currentTimeMs());
    const worker = await Worker.create({
      connection: server.nativeConnection,
      namespace: server.namespace ?? 'default',
      taskQueue: TASK_QUEUE,
      ...options.workflows,
      activities: rehearsal.activities(),
    });
    return await worker.runUntil(() => rehearsal.run());
  } finally {
    await server.teardown();
  }
}

class Rehearsal {
  readonly #cycleId = randomUUID();
  readonly #happenings: Happening[] = [];
  readonly #inMemory: InMemoryActivities;
  readonly #cycle: CycleRecord;
  readonly #observer: Observer;
  readonly #officers: Officers;
  /** Deeds that somebody is on, by stage and key. */
  readonly #begun = new Set<string>();
  /** The server's clock minus the definition's calendar: it cannot be set, and a definition may lie in the past. */
  readonly #shift: number;
  #lastAt = Date.now();

  constructor(
    private readonly course: Course,
    private readonly server: TestWorkflowEnvironment,
    private readonly paceMs: number,
    now: number,
  ) {
    const { definition } = course;
    const first = Math.min(...definition.stages.map(({ window }) => Date.parse(window.opens)));
    this.#shift = now + MINUTE - first;
    this.#inMemory = new InMemoryActivities(() => server.currentTimeMs());
    this.#cycle = this.#inMemory.publish(
      this.#cycleId,
      definition.stages.map((stage) => specOf(course, stage, this.#shift)),
    );
    this.#observer = new Observer(this.#cycle);
    this.#officers = officersOf(course);
    this.#inMemory.obstruct('prepareStage', async ({ stageKey }) => {
      const why = await course.prepare(stageDefinitionOf(definition, stageKey!));
      if (why !== null) throw refused('conflict', refusal('asWritten', { text: why }));
    });
  }

  /** The application's fakes, each followed by a look at what it changed; and what people do. */
  activities(): object {
    const watched = Object.entries(this.#inMemory.bound()).map(([name, activity]) => [
      name,
      (input: Acted) => this.#watch(() => (activity as (input: Acted) => Promise<unknown>)(input), input),
    ]);
    return { ...Object.fromEntries(watched), act: (action: Action) => this.#act(action) };
  }

  async run(): Promise<Rehearsed> {
    const { workflow } = this.server.client;
    const cycle = await workflow.start('awardCycle', {
      workflowId: cycleWorkflowId(this.#cycleId),
      taskQueue: TASK_QUEUE,
      args: [{ cycleId: this.#cycleId }],
    });
    const over = new AbortController();
    const ended = cycle.result().then(() => true, timedOut);
    try {
      const completed = await Promise.race([ended, this.#standstill(over.signal)]);
      return { happenings: this.#happenings, completed };
    } finally {
      over.abort();
    }
  }

  async #watch(activity: () => Promise<unknown>, input: Acted): Promise<unknown> {
    try {
      return await activity();
    } finally {
      await this.#look(input);
    }
  }

  /** While an activity runs the clock stands still, so what follows is begun at this instant. */
  async #look({ stageKey, command }: Acted): Promise<void> {
    const at = (await this.server.currentTimeMs()) - this.#shift;
    const happened = this.#observer.look(at);
    if (happened.length > 0) this.#lastAt = Date.now();
    for (const each of happened) {
      if (each.what === 'late') each.detail = this.#whyLate(each.stageKey!, at) ?? each.detail;
      const by = command && each.stageKey === stageKey ? { personId: command.actorId } : {};
      this.#happenings.push({ ...each, ...by });
    }
    for (const record of this.#cycle.stages.values()) {
      const action = nextAction(record, this.#officers);
      if (action) await this.#begin(action);
    }
    const stopped = this.#happenings.filter(({ what }) => what === 'needs-attention');
    const last = stopped.at(-1);
    if (last?.stageKey && stopped.length <= ATTEMPTS) {
      const { stageKey } = last;
      await this.#begin({
        stageKey,
        name: 'retry',
        personId: this.#officers.secretary.id,
        key: `retry ${stopped.length}`,
      });
    }
  }

  /** Why a stage is late, in the application's own words, as the secretariat reads them. */
  #whyLate(stageKey: string, at: number): string | null {
    const { definition } = this.course;
    const back = (shifted: string) => instant(Date.parse(shifted) - this.#shift);
    const titled = definition.stages.map(({ key, title }): TitledStage => {
      const { facts } = this.#cycle.stages.get(key)!;
      const { opensAt, deadlineAt, hardCloseAt } = facts;
      const instants = { opensAt: back(opensAt), deadlineAt: back(deadlineAt), hardCloseAt: back(hardCloseAt) };
      return { ...facts, ...instants, cycleId: 'CYCLE', title, zone: definition.zone };
    });
    return lateness(
      titled.find((stage) => stage.stageKey === stageKey)!,
      titled,
      instant(at),
      languageOf(this.#officers.secretary.language),
    );
  }

  async #begin(action: Action): Promise<void> {
    const workflowId = `${this.#cycleId}/${action.stageKey}/${action.key}`;
    if (this.#begun.has(workflowId)) return;
    this.#begun.add(workflowId);
    await this.server.client.workflow.start('somebodyActs', {
      workflowId,
      taskQueue: TASK_QUEUE,
      args: [action, this.paceMs],
    });
  }

  /** A person gives a command, as the dispatcher does. */
  async #act({ stageKey, name, personId, audience, key }: Action): Promise<void> {
    if (name === 'retry') await this.#putRight(stageKey, personId);
    const proposalDigest = this.#cycle.stages.get(stageKey)!.decision?.proposalDigest;
    const command = {
      commandId: `${stageKey} ${key}`,
      actorId: personId,
      stageKey,
      ...(audience && { audience }),
      ...(proposalDigest && { proposalDigest }),
    };
    const stage = this.server.client.workflow.getHandle(stageWorkflowId(this.#cycleId, stageKey));
    await stage.executeUpdate(UpdateName[name], { args: [command], updateId: command.commandId });
  }

  async #putRight(stageKey: string, personId: string): Promise<void> {
    this.course.appointMoreExperts();
    const at = (await this.server.currentTimeMs()) - this.#shift;
    this.#happenings.push({ at, what: 'put-right', stageKey, personId });
  }

  /** Answers when nothing moves any more. */
  async #standstill(signal: AbortSignal): Promise<false> {
    for await (const _ of setInterval(1_000, undefined, { signal })) {
      if (Date.now() - this.#lastAt > STANDSTILL_MS) break;
    }
    return false;
  }
}

/** With nothing left to wait for, the clock skips to the years in which the server gives a workflow up. */
function timedOut(error: unknown): false {
  if (error instanceof WorkflowFailedError && error.cause instanceof TimeoutFailure) return false;
  throw error;
}

/** What all inputs of activities have in common. */
interface Acted {
  cycleId: string;
  stageKey?: string;
  command?: { actorId: string };
}

/**
 * A stage as the in-memory activities take it: instants of the definition by the application's own
 * rules, moved to the server's clock.
 */
function specOf(course: Course, stage: StageDefinition, shift: number): StageSpec {
  const { zone } = course.definition;
  const { opens, deadline, grace } = stage.window;
  const moved = (at: string) => instant(Date.parse(at) + shift);
  const steps = ladderSteps(stage.ladder, deadline, zone);
  return {
    key: stage.key,
    opensAt: moved(opens),
    deadlineAt: moved(deadline),
    after: stage.after,
    grace: Date.parse(hardClose(deadline, grace, zone)) - Date.parse(deadline),
    ladder: Object.fromEntries(steps.map(({ step, at }) => [step, Date.parse(deadline) - Date.parse(at)])),
    releases: stage.release.map(({ audience, when }) => ({
      audience,
      when: when === 'decided' || when === 'command' ? when : moved(when),
    })),
    decides: stage.certifiers.count > 0,
    signaturesNeeded: course.panelRole(stage) === null ? 0 : 1,
    certificationsNeeded: stage.certifiers.count,
  };
}
