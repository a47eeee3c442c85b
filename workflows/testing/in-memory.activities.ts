import { ApplicationFailure } from '@temporalio/common';
import { FailureType, problemDocument, type Activities, type CyclePlan, type ProblemCode } from '#libs/contracts/pure';
import type { Command, SignCommand, StageDecision, StageFacts, StageRef } from '#libs/contracts/pure';
import { digest, instant, newProposal, newStage, windowOf } from './in-memory.records.js';
import type { CycleRecord, StageRecord, StageSpec } from './in-memory.records.js';

/** How long after the hard close writers that began in time may take, ms. */
export const DRAIN = 2_000;

/** What an activity does in place of its work, to test failures: throws, or waits. */
type Obstacle = (input: { cycleId: string; stageKey?: string }) => Promise<void> | void;

/** The problem a business rule answers with. */
export const refused = (code: ProblemCode, detail: string): ApplicationFailure =>
  ApplicationFailure.create({
    type: FailureType.refused,
    message: detail,
    nonRetryable: true,
    details: [problemDocument(code, detail)],
  });

/**
 * The activities on a database that is a Map: idempotent, judging by its own clock, refusing what the real ones refuse.
 * For time-skipping tests only, where no real database could follow the clock.
 */
export class InMemoryActivities implements Activities {
  readonly cycles = new Map<string, CycleRecord>();
  readonly #obstacles = new Map<string, Obstacle>();
  readonly #clock: () => Promise<number>;

  /** @param clock the instant now, epoch ms */
  constructor(clock: () => Promise<number>) {
    this.#clock = clock;
  }

  /** Publishes a cycle; a stage without `after` follows the one before. */
  publish(cycleId: string, specs: StageSpec[]): CycleRecord {
    const stages = specs.map((spec, i) => [spec.key, newStage(cycleId, spec, specs[i - 1]?.key)] as const);
    const cycle: CycleRecord = {
      cycleId,
      status: 'published',
      stages: new Map(stages),
      committed: new Map(),
      calls: new Map(),
      attention: [],
      ended: [],
    };
    this.cycles.set(cycleId, cycle);
    return cycle;
  }

  /** The activities as a worker takes them, with the obstacles of the tests before each. */
  bound(): Activities {
    const bind =
      (name: keyof Activities) =>
      async (input: { cycleId: string }): Promise<unknown> => {
        const { calls } = this.cycles.get(input.cycleId)!;
        calls.set(name, (calls.get(name) ?? 0) + 1);
        await this.#obstacles.get(name)?.(input);
        return (this[name] as (input: object) => Promise<unknown>)(input);
      };
    return Object.fromEntries(ACTIVITY_NAMES.map((name) => [name, bind(name)])) as unknown as Activities;
  }

  /** Puts something in the way of an activity, until `clear`. */
  obstruct(name: keyof Activities, obstacle: Obstacle): void {
    this.#obstacles.set(name, obstacle);
  }

  /** Takes all obstacles away. */
  clear(): void {
    this.#obstacles.clear();
  }

  /** People adjust the proposal: the next version, without signatures. */
  adjust(ref: StageRef): string {
    const record = this.stageOf(ref);
    record.decision = newProposal(record, record.decision!.proposalVersion + 1);
    record.certifiers.clear();
    return record.decision.proposalDigest;
  }

  stageOf({ cycleId, stageKey }: StageRef): StageRecord {
    const record = this.cycles.get(cycleId)?.stages.get(stageKey);
    if (!record) throw refused('not-found', `There is no stage "${stageKey}".`);
    return record;
  }

  async readCyclePlan({ cycleId }: { cycleId: string }): Promise<CyclePlan> {
    const cycle = this.cycles.get(cycleId);
    if (!cycle) throw refused('not-found', 'There is no such cycle.');
    const stages = [...cycle.stages.values()].map(({ facts }) => ({
      key: facts.stageKey,
      type: facts.type,
      after: facts.after,
    }));
    return { cycleId, programme: 'test', revision: 1, status: cycle.status, stages };
  }

  async readStage(ref: StageRef): Promise<StageFacts> {
    return this.stageOf(ref).facts;
  }

  async openStage({ at, command, ...ref }: Parameters<Activities['openStage']>[0]): Promise<StageFacts> {
    return this.#once(ref, command, (record) => {
      if (!command && record.facts.openedAt) return record.facts;
      this.#mustBe(record, 'scheduled');
      return write(record, { state: 'open', openedAt: at });
    });
  }

  async moveDeadline({ command, ...ref }: Parameters<Activities['moveDeadline']>[0]): Promise<StageFacts> {
    const now = await this.#clock();
    return this.#once(ref, command, (record) => {
      this.#mustBe(record, 'scheduled', 'open');
      const { facts } = record;
      if (Date.parse(command.deadlineAt) <= Math.max(now, Date.parse(facts.openedAt ?? facts.opensAt))) {
        throw refused('rule-violated', 'The new deadline must be after the opening and after now.');
      }
      return write(record, {
        ...windowOf(record.spec, command.deadlineAt),
        deadlineVersion: facts.deadlineVersion + 1,
      });
    });
  }

  async closeStage({ command, ...ref }: Parameters<Activities['closeStage']>[0]): Promise<StageFacts> {
    const now = await this.#clock();
    return this.#once(ref, command, (record) => {
      if (!command && record.facts.closedAt) return record.facts;
      this.#mustBe(record, 'open');
      const early = Date.parse(record.facts.hardCloseAt) + DRAIN - now;
      if (!command && early > 0) throw notYet(early);
      return write(record, { state: 'closing', closedAt: instant(now) });
    });
  }

  async remind({ step, deadlineVersion, ...ref }: Parameters<Activities['remind']>[0]): Promise<void> {
    const { facts, reminders } = this.stageOf(ref);
    if (facts.state !== 'open' || facts.deadlineVersion !== deadlineVersion) return;
    if (reminders.some((other) => other.step === step && other.deadlineVersion === deadlineVersion)) return;
    reminders.push({ step, deadlineVersion, at: await this.#clock() });
  }

  async prepareStage(ref: StageRef): Promise<void> {
    this.stageOf(ref).prepared = true;
  }

  async proposeDecision(ref: StageRef): ReturnType<Activities['proposeDecision']> {
    const record = this.stageOf(ref);
    if (record.facts.state === 'closing') {
      if (!record.prepared) throw refused('conflict', 'The stage was never prepared.');
      if (record.facts.decides) record.decision = newProposal(record, 1);
      write(record, { state: record.facts.decides ? 'deciding' : 'decided' });
    }
    this.#mustBe(record, 'deciding', 'decided', 'released');
    return { stage: record.facts, decision: record.decision };
  }

  async signDecision({ command, ...ref }: Parameters<Activities['signDecision']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) => {
      const decision = this.#proposal(record, command);
      if (decision.signatures === decision.signaturesNeeded) throw refused('conflict', 'It is signed already.');
      record.decision = { ...decision, signatures: decision.signatures + 1 };
      return { stage: write(record, {}), decision: record.decision };
    });
  }

  async certifyDecision({ command, ...ref }: Parameters<Activities['certifyDecision']>[0]): Promise<StageDecision> {
    return this.#once(ref, command, (record) => {
      const decision = this.#proposal(record, command);
      if (decision.signatures < decision.signaturesNeeded) throw refused('conflict', 'It is not signed yet.');
      if (record.certifiers.has(command.actorId))
        throw refused('conflict', 'The same person has certified it already.');
      record.certifiers.add(command.actorId);
      const complete = record.certifiers.size >= decision.certificationsNeeded;
      record.decision = { ...decision, certifications: record.certifiers.size, complete };
      const decided = { state: 'decided', decisionDigest: digest(decision.proposalDigest) } as const;
      return { stage: write(record, complete ? decided : {}), decision: record.decision };
    });
  }

  async releaseDecision({
    audience,
    command,
    ...ref
  }: Parameters<Activities['releaseDecision']>[0]): Promise<StageFacts> {
    return this.#once(ref, command, (record) => {
      const { facts } = record;
      if (facts.releasedTo.includes(audience)) return facts;
      this.#mustBe(record, 'decided');
      const releasedTo = [...facts.releasedTo, audience];
      if (facts.releases[facts.releasedTo.length]?.audience !== audience) throw refused('conflict', 'Not its turn.');
      const done = releasedTo.length === facts.releases.length;
      return write(record, { releasedTo, state: done ? 'released' : 'decided' });
    });
  }

  async cancelCycle({ cycleId, command }: Parameters<Activities['cancelCycle']>[0]): Promise<CyclePlan> {
    const cycle = this.cycles.get(cycleId)!;
    if (!cycle.committed.has(command.commandId)) {
      if (cycle.status !== 'published') throw refused('conflict', `The cycle is ${cycle.status}.`);
      cycle.status = 'cancelled';
      for (const record of cycle.stages.values()) {
        if (record.facts.state !== 'released') write(record, { state: 'cancelled' });
      }
      cycle.committed.set(command.commandId, await this.readCyclePlan({ cycleId }));
    }
    return cycle.committed.get(command.commandId) as CyclePlan;
  }

  async completeCycle({ cycleId }: { cycleId: string }): Promise<void> {
    const cycle = this.cycles.get(cycleId)!;
    const open = [...cycle.stages.values()].find(({ facts }) => !['released', 'decided'].includes(facts.state));
    if (open) throw refused('conflict', `Stage "${open.facts.stageKey}" has not ended.`);
    cycle.status = 'completed';
  }

  async needsAttention({ cycleId, ...what }: Parameters<Activities['needsAttention']>[0]): Promise<void> {
    this.cycles.get(cycleId)?.attention.push(what);
  }

  async endWorkflow({ cycleId, workflowId }: Parameters<Activities['endWorkflow']>[0]): Promise<void> {
    this.cycles.get(cycleId)?.ended.push(workflowId);
  }

  /** Runs a command once; repeated, it returns what it committed. */
  #once<T>(ref: StageRef, command: Command | undefined, act: (record: StageRecord) => T): T {
    const { committed } = this.cycles.get(ref.cycleId)!;
    if (command && committed.has(command.commandId)) return committed.get(command.commandId) as T;
    const result = act(this.stageOf(ref));
    if (command) committed.set(command.commandId, result);
    return result;
  }

  #mustBe({ facts }: StageRecord, ...states: StageFacts['state'][]): void {
    if (!states.includes(facts.state)) throw refused('conflict', `The row says that the stage is ${facts.state}.`);
  }

  #proposal(record: StageRecord, command: SignCommand): NonNullable<StageRecord['decision']> {
    this.#mustBe(record, 'deciding');
    if (record.decision!.proposalDigest === command.proposalDigest) return record.decision!;
    throw refused('stale-version', 'The proposal was adjusted since you read it.');
  }
}

const ACTIVITY_NAMES = Object.getOwnPropertyNames(InMemoryActivities.prototype).filter(
  (name) => !['constructor', 'publish', 'bound', 'obstruct', 'clear', 'adjust', 'stageOf'].includes(name),
) as (keyof Activities)[];

function write(record: StageRecord, changes: Partial<StageFacts>): StageFacts {
  const before = record.facts.state;
  record.facts = { ...record.facts, ...changes, version: record.facts.version + 1 };
  if (record.facts.state !== before) record.states.push(record.facts.state);
  return record.facts;
}

function notYet(ms: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: FailureType.notYet,
    message: `Not yet, in ${ms} ms`,
    nextRetryDelay: ms,
  });
}
