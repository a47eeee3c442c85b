import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { SignalName, stageWorkflowId, type Updates } from '#libs/contracts/pure';
import { Beside } from './beside.js';
import { HOUR, PATIENCE_MS, type RunningCycle, type WorkflowFixture } from './workflow-fixture.js';
import { REFUSED } from '../in-memory/in-memory.activities.js';
import { instant, write, type StageRecord } from '../in-memory/records.js';
import { type Action, type Sequence, type What, kindOf, overdue } from './sequences.js';

const KEYS = ['call', 'jury'] as const;

/** One sequence while it runs: the cycle, and when each stage's window last changed. */
export class SequenceRun {
  readonly #fixture: WorkflowFixture;
  readonly #sequence: Sequence;
  readonly cycle: RunningCycle;
  readonly beside: Beside;
  /** The kinds of actions that were carried out, not refused. */
  readonly done = new Set<What>();
  readonly #moved = new Map<string, { version: number; at: number }>();
  /** An amendment that lacks a signature. */
  #proposed: string | null = null;

  private constructor(fixture: WorkflowFixture, sequence: Sequence, cycle: RunningCycle) {
    this.#fixture = fixture;
    this.#sequence = sequence;
    this.cycle = cycle;
    this.beside = new Beside(fixture, cycle);
  }

  static async start(fixture: WorkflowFixture, sequence: Sequence, from: number): Promise<SequenceRun> {
    return new SequenceRun(fixture, sequence, await fixture.startCycle(sequence.stages(from), sequence.lossy));
  }

  /** Has the cycle ended, and everything in it and beside it? */
  get hasEnded(): boolean {
    const { record } = this.cycle;
    return record.ended.includes(this.cycle.handle.workflowId) && this.beside.haveEnded;
  }

  /** Does what falls to an hour, one after the other. */
  async act(hour: number, now: number): Promise<void> {
    for (const action of this.#sequence.actions) {
      if (action.hour !== hour) continue;
      const what = kindOf(action, this.cycle.stage(KEYS[action.stage]!));
      if (await this.#do({ ...action, what }, now)) this.done.add(what);
    }
  }

  /** What the clock should have done and has not, of any stage; null when all is as it should be. */
  overdue(now: number): string | null {
    const { record } = this.cycle;
    for (const stage of record.stages.values()) {
      const { stageKey, deadlineVersion } = stage.facts;
      if (this.#moved.get(stageKey)?.version !== deadlineVersion) {
        this.#moved.set(stageKey, { version: deadlineVersion, at: deadlineVersion === 1 ? 0 : now });
      }
      const what = overdue(record, stage, now, this.#moved.get(stageKey)!.at);
      if (what) return `${stageKey}: ${what}`;
    }
    return this.beside.overdue(now);
  }

  /**
   * Takes what is left one step nearer to its end: tries again, resumes, certifies, has what was
   * decided superseded once (in force or given up), releases.
   */
  async finish(now: number): Promise<void> {
    const { record } = this.cycle;
    const act = async (what: What, stage: number) => {
      if (await this.#do({ what, stage, times: 1, refused: 'openStage' }, now)) this.done.add(what);
    };
    if (record.refuses || record.attention.some(({ detail }) => detail === REFUSED)) await act('retry', 0);
    if (record.pausedAt) await this.#interrupt('resume', 1);
    for (const [index, key] of KEYS.entries()) {
      const stage = this.cycle.stage(key);
      const { facts, decision, superseding } = stage;
      if (facts.state === 'deciding')
        for (const what of ['sign', 'certify', 'certify'] as const) await act(what, index);
      else if (proposedIn(stage)) await act(this.#sequence.lossy > 0 ? 'endorse' : 'drop', index);
      else if (facts.state === 'decided' && decision?.complete && superseding.size === 0) await act('supersede', index);
      else if (facts.state === 'decided' && facts.releases.some(({ when }) => when === 'command'))
        await act('release', index);
    }
    while (await this.beside.settle());
    await this.beside.tell();
  }

  /** Does one thing; gives whether it was carried out. */
  async #do({ what, stage: index, times, refused }: Omit<Action, 'hour' | 'apt'>, now: number): Promise<boolean> {
    const key = KEYS[index]!;
    const stage = this.cycle.stage(key);
    const later = (hours: number) => instant(Date.parse(stage.facts.deadlineAt) + hours * HOUR);
    const proposalDigest = stage.decision?.proposalDigest ?? 'none';
    const decisionId = proposedIn(stage);
    switch (what) {
      case 'extend':
        return this.#send(key, 'moveDeadline', { deadlineAt: later(3) }, times);
      case 'shorten':
        return this.#send(key, 'moveDeadline', { deadlineAt: later(-1) }, times);
      case 'moveStep':
        return this.#moveStep(times);
      case 'plan':
        return this.#send(null, 'moveDeadline', { stageKey: key, deadlineAt: later(1) }, times);
      case 'shift': {
        const move = { stageKey: key, deadlineAt: later(5), shiftFollowing: true, previewDigest: 'none' };
        return this.#send(null, 'moveDeadline', move, times);
      }
      case 'reopen': {
        const deadlineAt = instant(now + 3 * HOUR + HOUR / 2);
        return this.#send(null, 'reopen', { stageKey: key, deadlineAt }, times);
      }
      case 'sign':
      case 'certify':
        return this.#send(key, what, { proposalDigest }, times);
      case 'release':
        return this.#send(key, 'release', { audience: 'public' }, times);
      case 'open':
      case 'close':
        return this.#send(key, what, {}, times);
      case 'oweNothing':
        return this.#oweNothing(stage);
      case 'resume':
      case 'pause':
      case 'cancel':
        return this.#interrupt(what, times);
      case 'ask':
        return this.beside.ask(key, now);
      case 'answer':
        return this.beside.answer();
      case 'complain':
        return this.beside.complain(key, now);
      case 'settle':
        return this.beside.settle();
      case 'amend':
        return this.#amend(times);
      case 'cosign':
        return this.#proposed !== null && this.#signAmendment(this.#proposed, times);
      case 'supersede':
        return this.#send(key, 'supersede', { decisionId: await this.beside.supersession(key) }, times);
      case 'endorse':
        return decisionId !== null && this.#endorse(key, decisionId, times);
      case 'drop':
        return decisionId !== null && this.#send(key, 'drop', { decisionId }, times);
      case 'refuse':
        this.cycle.record.refuses = refused;
        return false;
      case 'retry':
        return this.#retry(now, times);
      case 'wake':
        await this.#fixture.wake(this.cycle);
        return true;
    }
  }

  /** Nobody owes anything any more in a stage, which is told; if it may, it closes now. */
  async #oweNothing(stage: StageRecord): Promise<boolean> {
    const { record } = this.cycle;
    const { stageKey, state } = stage.facts;
    stage.owed = 0;
    const closes =
      stage.spec.closesEarly === true && stage.prepared && state === 'open' && !record.pausedAt && !record.refuses;
    const handle = this.#fixture.env.client.workflow.getHandle(stageWorkflowId(record.cycleId, stageKey));
    await handle.signal(SignalName.nothingOwed).catch(throwUnlessRefused);
    if (closes) await this.#fixture.until(() => stage.facts.state !== 'open', `${stageKey} closes early`);
    return closes;
  }

  /**
   * The call's further deadline is moved by the cycle's workflow, which tells the call's, while
   * that runs, to look at its row again.
   */
  async #moveStep(times: number): Promise<boolean> {
    const { stageKey, state, steps } = this.cycle.stage('call').facts;
    const { step, deadlineAt } = steps![0]!;
    if (['decided', 'released', 'cancelled'].includes(state)) return false;
    const later = instant(Date.parse(deadlineAt) + HOUR / 4);
    const isDone = await this.#send(null, 'moveDeadline', { stageKey, step, deadlineAt: later }, times);
    if (isDone && this.cycle.stage('call').facts.steps![0]!.deadlineAt !== later)
      throw new Error(`${step} was not moved once`);
    return isDone;
  }

  /** What runs beside the stages is told of a pause, its end, and the end of the cycle. */
  async #interrupt(what: 'pause' | 'resume' | 'cancel', times: number): Promise<boolean> {
    const isDone = await this.#send(null, what, {}, times);
    if (isDone) await this.beside.tell();
    return isDone;
  }

  /**
   * An amendment with two signatures, the first of them, that moves the jury's window by a quarter
   * while it is scheduled.
   */
  #amend(times: number): Promise<boolean> {
    this.#proposed = randomUUID();
    this.cycle.record.amendments.set(this.#proposed, {
      signaturesNeeded: 2,
      signers: new Set(),
      touched: [],
      change: ({ stages, revision }) => {
        const jury = stages.get('jury')!;
        const { opensAt, state, deadlineVersion } = jury.facts;
        if (state !== 'scheduled') return [];
        const opens = instant(Date.parse(opensAt) + HOUR / 4);
        write(jury, { opensAt: opens, revision, deadlineVersion: deadlineVersion + 1 });
        return ['jury'];
      },
    });
    return this.#signAmendment(this.#proposed, times);
  }

  #signAmendment(amendmentId: string, times: number): Promise<boolean> {
    return this.#send(null, 'signAmendment', { amendmentId, definitionDigest: '0'.repeat(64) }, times);
  }

  /** Signs and certifies a superseding decision; gives whether it is in force. */
  async #endorse(stageKey: string, decisionId: string, times: number): Promise<boolean> {
    await this.#send(stageKey, 'sign', { decisionId, proposalDigest: '' }, times);
    await this.#send(stageKey, 'certify', { decisionId, proposalDigest: '' }, times);
    return this.#send(stageKey, 'certify', { decisionId, proposalDigest: '' }, times);
  }

  /**
   * Nothing is refused any longer, and what is parked is tried again until nothing is overdue: a
   * workflow is parked only some moments after its activity was refused.
   */
  async #retry(now: number, times: number): Promise<boolean> {
    const { record } = this.cycle;
    if (record.attention.some(({ detail }) => detail === REFUSED)) this.done.add('refuse');
    record.refuses = null;
    let taken = false;
    const patience = Date.now() + PATIENCE_MS;
    do {
      if (Date.now() > patience) throw new Error(`tried again in vain: ${this.overdue(now)}`);
      for (const key of [null, ...KEYS]) if (await this.#send(key, 'retry', {}, times)) taken = true;
      await this.beside.tell('tryAgain');
      await pause(50);
    } while (this.overdue(now) !== null);
    return taken;
  }

  /**
   * Sends a command so often at once under one key: refused or carried out, but the same each time.
   * Gives whether it was carried out.
   */
  async #send(stageKey: string | null, name: keyof Updates, fields: object, times = 1): Promise<boolean> {
    const key = { commandId: randomUUID(), actorId: randomUUID() };
    const send = () => this.#fixture.command(this.cycle, stageKey, name, { ...fields, ...key } as never);
    const outcomes = await Promise.allSettled(Array.from({ length: times }, send));
    const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throwUnlessRefused(outcome.reason);
    if (answers.some((answer) => !isDeepStrictEqual(answer, answers[0])))
      throw new Error(`${name} was answered in two ways under one key`);
    return answers.length > 0 || this.cycle.record.committed.has(key.commandId);
  }
}

/** The decision that is proposed to supersede a stage's, if any. */
function proposedIn({ superseding }: StageRecord): string | null {
  const [id] = [...superseding].find(([, { supersession }]) => supersession!.state === 'proposed') ?? [];
  return id ?? null;
}

/** A refusal by the workflow, and a workflow that has not begun or has ended, are answers; anything else is a fault. */
function throwUnlessRefused(error: unknown): void {
  if (error instanceof WorkflowUpdateFailedError || error instanceof WorkflowNotFoundError) return;
  throw error;
}
