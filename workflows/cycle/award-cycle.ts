import { Mutex } from 'async-mutex';
import {
  allHandlersFinished,
  CancelledFailure,
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  patched,
  setHandler,
  startChild,
  workflowInfo,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { stageWorkflowId, WorkflowType } from '#libs/contracts/pure';
import type { AmendmentCommitted, AwardCycleInput, Command, CyclePlan, CycleStatus } from '#libs/contracts/pure';
import type {
  MoveDeadlineCommand,
  ProblemDocument,
  ReopenCommand,
  ResumeCommand,
  SignAmendmentCommand,
  StageFacts,
} from '#libs/contracts/pure';
import { refusal } from '#libs/cycles/pure';
import { refusalDocument } from '#libs/words/pure';
import { activities } from '../common/activities.js';
import { Alarm } from './alarm.js';
import { cycleMoveKey, cycleRefusal, isCycleMove, moveRefusal, nextCycleMove } from './award-cycle.rules.js';
import type { CycleMove, CycleView } from './award-cycle.rules.js';
import { Change } from '../common/changes.js';
import { lookAgain, stageDecided, stateQuery, updates } from '../common/messages.js';
import { Parking } from '../common/parking.js';
import { refuse, unwrapRefusal } from '../common/refusal.js';
import { label } from '../common/search-attributes.js';
import type { stage } from '../stage/stage.js';

/** States in which the stages after one may begin. */
const DECIDED: readonly string[] = ['decided', 'released'];

/**
 * One cycle: starts each stage when all stages in its `after` are decided, lets them run beside
 * each other, tells when one cannot open in time, and completes when all have ended. It never
 * continues as new: children would not follow, and its history is a few events a stage.
 * @returns `completed` or `cancelled`
 */
export async function awardCycle(input: AwardCycleInput): Promise<CycleStatus> {
  const run = new CycleRun(input.cycleId);
  run.listen();
  return run.live();
}

class CycleRun {
  readonly #cycleId: string;
  /** Commands and the workflow's own moves change the cycle one at a time. */
  readonly #mutex = new Mutex();
  readonly #parking: Parking;
  readonly #view: CycleView = {
    plan: null,
    lookWanted: true,
    children: {},
    decided: [],
    reopened: [],
    stagesTold: false,
    finished: false,
    tellsLate: false,
    toldLate: {},
  };
  /** Counts everything that can change what to do next. */
  #changes = 0;
  readonly #alarm = new Alarm('a stage is late', () => this.#changes++);

  constructor(cycleId: string) {
    this.#cycleId = cycleId;
    this.#parking = new Parking((reason) => activities.needsAttention({ cycleId, ...reason }));
  }

  /** Registers the handlers; before the first await, so that no message finds none. */
  listen(): void {
    setHandler(updates.cancel, (command) => this.#inTurn(() => this.#cancel(command)), {
      validator: (_command: Command) => this.#validate((plan) => cycleRefusal('cancel', plan)),
    });
    setHandler(updates.reopen, (command) => this.#inTurn(() => this.#reopen(command)), {
      validator: ({ stageKey }: ReopenCommand) => this.#validate((plan) => cycleRefusal('reopen', plan, stageKey)),
    });
    setHandler(updates.pause, (command) => this.#inTurn(() => this.#pause(command)), {
      validator: (_command: Command) => this.#validate((plan) => cycleRefusal('pause', plan)),
    });
    setHandler(updates.resume, (command) => this.#inTurn(() => this.#resume(command)), {
      validator: (_command: ResumeCommand) => this.#validate((plan) => cycleRefusal('resume', plan)),
    });
    setHandler(updates.moveDeadline, (command) => this.#inTurn(() => this.#moveDeadline(command)), {
      validator: (command) => this.#validate((plan) => moveRefusal({ ...this.#view, plan }, command)),
    });
    setHandler(updates.signAmendment, (command) => this.#inTurn(() => this.#signAmendment(command)), {
      validator: (_command: SignAmendmentCommand) => this.#validate((plan) => cycleRefusal('signAmendment', plan)),
    });
    // Judged in its turn: a validator could miss what was parked in the same workflow task.
    setHandler(updates.retry, (_command: Command) => this.#mutex.runExclusive(() => this.#retry()));
    setHandler(stageDecided, (stageKey) => this.#decided(stageKey));
    setHandler(lookAgain, () => {
      this.#view.lookWanted = true;
      this.#tryAgain();
    });
    setHandler(stateQuery, () => ({ ...this.#view, parked: this.#parking.all }));
  }

  /** Makes one move after the other until nothing is left. */
  async live(): Promise<CycleStatus> {
    for (;;) {
      const seen = this.#changes;
      const move = await this.#mutex.runExclusive(() => this.#step());
      if (move.do === 'end') break;
      if (move.do !== 'wait') continue;
      this.#alarm.setTo(move.until);
      await condition(() => this.#changes !== seen);
    }
    await condition(allHandlersFinished);
    return this.#view.plan!.status;
  }

  async #step(): Promise<ReturnType<typeof nextCycleMove>> {
    this.#followChanges();
    const move = nextCycleMove(this.#view, Date.now(), (key) => this.#parking.has(key));
    if (!isCycleMove(move)) return move;
    const { cleared } = this.#parking;
    try {
      await this.#perform(move);
      this.#parking.done(cycleMoveKey(move));
    } catch (error) {
      await this.#parking.park(cycleMoveKey(move), error, cleared);
    }
    return move;
  }

  /** Takes up what this code does otherwise than the code the run began with, from here on. */
  #followChanges(): void {
    if (this.#view.tellsLate || !patched(Change.tellLate)) return;
    this.#view.tellsLate = true;
    // A plan that was read before does not say when stages open.
    this.#view.lookWanted = true;
  }

  async #perform(move: CycleMove): Promise<void> {
    switch (move.do) {
      case 'look':
        this.#view.lookWanted = false;
        await this.#commit(activities.readCyclePlan({ cycleId: this.#cycleId }));
        break;
      case 'start':
        await this.#start(move.stageKey);
        break;
      case 'reportLate':
        await activities.reportLate({ cycleId: this.#cycleId, stageKey: move.stageKey });
        this.#view.toldLate[move.stageKey] = move.opensAt;
        break;
      case 'tellStages':
        this.#view.stagesTold = true;
        await this.#tellStages();
        break;
      case 'complete':
        await activities.completeCycle({ cycleId: this.#cycleId });
        await this.#commit(Promise.resolve({ ...this.#view.plan!, status: 'completed' }));
        break;
      case 'finish': {
        const { workflowId, runId } = workflowInfo();
        await activities.endWorkflow({ cycleId: this.#cycleId, workflowId, runId });
        this.#view.finished = true;
        break;
      }
    }
  }

  async #start(stageKey: string): Promise<void> {
    const { programme } = this.#view.plan!;
    const child = await startChild<typeof stage>(WorkflowType.stage, {
      workflowId: stageWorkflowId(this.#cycleId, stageKey),
      args: [{ cycleId: this.#cycleId, stageKey, programme }],
      // A cycle that an operator terminates leaves its stages' deadlines and decisions running.
      parentClosePolicy: ParentClosePolicy.ABANDON,
      // When this run is not the cycle's first, a stage of the former one may run on: nobody could
      // hear of its end any more, so it starts again, at its row, as a child of this run.
      workflowIdReusePolicy: WorkflowIdReusePolicy.TERMINATE_IF_RUNNING,
    });
    this.#view.children[stageKey] = 'running';
    void this.#follow(stageKey, child);
  }

  /** Waits for the end of a stage; one that ended otherwise than by its own code is parked, `retry` starts it again. */
  async #follow(stageKey: string, child: ChildWorkflowHandle<typeof stage>): Promise<void> {
    try {
      const state = await child.result();
      this.#view.children[stageKey] = 'ended';
      if (state !== 'cancelled') this.#decided(stageKey);
    } catch (error) {
      if (error instanceof CancelledFailure) throw error;
      this.#view.children[stageKey] = 'lost';
      await this.#mutex.runExclusive(() => this.#parking.park(`start/${stageKey}`, error, this.#parking.cleared));
    }
    this.#changes++;
  }

  #decided(stageKey: string): void {
    if (this.#view.reopened.includes(stageKey)) {
      // It may have said so before it was reopened: its row knows.
      this.#view.lookWanted = true;
      this.#changes++;
      return;
    }
    if (this.#view.decided.includes(stageKey)) return;
    this.#view.decided.push(stageKey);
    this.#changes++;
  }

  /** Wakes running stages, all or those named, which read their row; one that has just ended needs no waking. */
  async #tellStages(keys = Object.keys(this.#view.children)): Promise<void> {
    const running = keys.filter((key) => this.#view.children[key] === 'running');
    const told = running.map((key) => getExternalWorkflowHandle(stageWorkflowId(this.#cycleId, key)).signal(lookAgain));
    await Promise.allSettled(told);
  }

  async #reopen(command: ReopenCommand): Promise<StageFacts> {
    const { stageKey } = command;
    this.#check((plan) => cycleRefusal('reopen', plan, stageKey));
    const plan = await this.#commit(activities.reopenStage({ cycleId: this.#cycleId, command }));
    this.#view.decided = this.#view.decided.filter((key) => key !== stageKey);
    this.#view.reopened.push(stageKey);
    this.#changes++;
    const changed = plan.changed ?? [];
    await this.#tellStages(changed.map((facts) => facts.stageKey));
    return changed.find((facts) => facts.stageKey === stageKey)!;
  }

  /** Stages that were reopened and are decided again: what waits for them goes on. */
  async #closeReopened(plan: CyclePlan): Promise<void> {
    const again = plan.stages.filter(({ key, state }) => this.#view.reopened.includes(key) && DECIDED.includes(state));
    if (again.length === 0) return;
    const keys = again.map(({ key }) => key);
    this.#view.reopened = this.#view.reopened.filter((key) => !keys.includes(key));
    this.#view.decided.push(...keys);
    this.#changes++;
    const following = plan.stages.filter(({ after }) => after.some((key) => keys.includes(key)));
    await this.#tellStages(following.map(({ key }) => key));
  }

  async #pause(command: Command): Promise<CyclePlan> {
    this.#check((plan) => cycleRefusal('pause', plan));
    const paused = await this.#commit(activities.pauseCycle({ cycleId: this.#cycleId, command }));
    await this.#tellStages();
    return paused;
  }

  async #resume(command: ResumeCommand): Promise<CyclePlan> {
    this.#check((plan) => cycleRefusal('resume', plan));
    const resumed = await this.#commit(activities.resumeCycle({ cycleId: this.#cycleId, command }));
    await this.#tellStages();
    return resumed;
  }

  #cancel(command: Command): Promise<CyclePlan> {
    this.#check((plan) => cycleRefusal('cancel', plan));
    return this.#commit(activities.cancelCycle({ cycleId: this.#cycleId, command }));
  }

  async #moveDeadline(command: MoveDeadlineCommand): Promise<StageFacts> {
    this.#check((plan) => moveRefusal({ ...this.#view, plan }, command));
    const move = { cycleId: this.#cycleId, stageKey: command.stageKey, command };
    if (command.step && !command.shiftFollowing) {
      const facts = await activities.moveDeadline(move);
      await this.#tellStages([command.stageKey]);
      return facts;
    }
    if (!command.shiftFollowing) return activities.moveDeadline(move);
    const moved = await activities.moveWithFollowing(move);
    // Openings moved too: the plan is read again.
    this.#view.lookWanted = true;
    this.#changes++;
    await this.#tellStages(moved.map(({ stageKey }) => stageKey));
    return moved[0]!;
  }

  async #signAmendment(command: SignAmendmentCommand): Promise<AmendmentCommitted> {
    this.#check((plan) => cycleRefusal('signAmendment', plan));
    const committed = await activities.signAmendment({ cycleId: this.#cycleId, command });
    await this.#commit(Promise.resolve(committed.plan));
    await this.#tellStages(committed.stages.map(({ stageKey }) => stageKey));
    return committed;
  }

  /** Carries out a command when its turn comes; it is judged again then, the state may have changed. */
  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    await condition(() => this.#view.plan !== null);
    return this.#mutex.runExclusive(() => unwrapRefusal(act));
  }

  /** While something is under way, a command is judged in its turn: the outcome may be in the database already. */
  #validate(judge: (plan: CyclePlan) => ProblemDocument | null): void {
    if (!this.#mutex.isLocked()) this.#check(judge);
  }

  #check(judge: (plan: CyclePlan) => ProblemDocument | null): void {
    const problem = this.#view.plan && judge(this.#view.plan);
    if (problem) throw refuse(problem);
  }

  async #retry(): Promise<CyclePlan> {
    if (this.#parking.isEmpty) {
      throw refuse(refusalDocument('conflict', refusal('cycle.nothingWaits')));
    }
    const plan = await unwrapRefusal(() => this.#commit(activities.readCyclePlan({ cycleId: this.#cycleId })));
    this.#parking.retry();
    this.#changes++;
    return plan;
  }

  #tryAgain(): void {
    this.#parking.clear();
    this.#changes++;
  }

  /** The only place where the cycle's state changes: to what an activity committed. */
  async #commit(committing: Promise<CyclePlan>): Promise<CyclePlan> {
    const plan = await committing;
    const before = this.#view.plan;
    this.#view.plan = plan;
    // A new revision may bring a stage, or another order of them.
    if (plan.revision !== before?.revision) this.#changes++;
    if (before && plan.pausedAt !== before.pausedAt) this.#changes++;
    await this.#closeReopened(plan);
    if (plan.status === before?.status) return plan;
    label({ ...(!before && { programme: plan.programme, cycle: plan.cycleId }), status: plan.status });
    this.#tryAgain();
    return plan;
  }
}
