import { Mutex } from 'async-mutex';
import {
  allHandlersFinished,
  CancelledFailure,
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  setHandler,
  startChild,
  workflowInfo,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import { problemDocument, stageWorkflowId, WorkflowType } from '#libs/contracts/pure';
import type { AwardCycleInput, Command, CyclePlan, CycleStatus } from '#libs/contracts/pure';
import type { MoveDeadlineCommand, ProblemDocument, StageFacts } from '#libs/contracts/pure';
import { activities } from './activities.js';
import { cancelRefusal, cycleMoveKey, isCycleMove, moveRefusal, nextCycleMove } from './award-cycle.rules.js';
import type { CycleMove, CycleView } from './award-cycle.rules.js';
import { lookAgain, stageDecided, stateQuery, updates } from './messages.js';
import { Parking } from './parking.js';
import { refuse, unwrapRefusal } from './refusal.js';
import { label } from './search-attributes.js';
import type { stage } from './stage.js';

/**
 * One cycle: starts each stage when all stages in its `after` are decided, lets them run beside each other, and
 * completes when all have ended. It never continues as new: children would not follow, and its history is a few events a stage.
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
    stagesTold: false,
    finished: false,
  };
  /** Counts everything that can change what to do next. */
  #changes = 0;

  constructor(cycleId: string) {
    this.#cycleId = cycleId;
    this.#parking = new Parking((reason) => activities.needsAttention({ cycleId, ...reason }));
  }

  /** Registers the handlers; before the first await, so that no message finds none. */
  listen(): void {
    setHandler(updates.cancel, (command) => this.#inTurn(() => this.#cancel(command)), {
      validator: (_command: Command) => this.#validate(cancelRefusal),
    });
    setHandler(updates.moveDeadline, (command) => this.#inTurn(() => this.#moveDeadline(command)), {
      validator: ({ stageKey }) => this.#validate((plan) => moveRefusal({ ...this.#view, plan }, stageKey)),
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
      if (move.do === 'wait') await condition(() => this.#changes !== seen);
    }
    await condition(allHandlersFinished);
    return this.#view.plan!.status;
  }

  async #step(): Promise<ReturnType<typeof nextCycleMove>> {
    const move = nextCycleMove(this.#view, (key) => this.#parking.has(key));
    if (!isCycleMove(move)) return move;
    try {
      await this.#perform(move);
    } catch (error) {
      await this.#parking.park(cycleMoveKey(move), error);
    }
    return move;
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
      await this.#mutex.runExclusive(() => this.#parking.park(`start/${stageKey}`, error));
    }
    this.#changes++;
  }

  #decided(stageKey: string): void {
    if (this.#view.decided.includes(stageKey)) return;
    this.#view.decided.push(stageKey);
    this.#changes++;
  }

  /** Wakes the running stages, which read their row; one that has just ended needs no waking. */
  async #tellStages(): Promise<void> {
    const running = Object.keys(this.#view.children).filter((key) => this.#view.children[key] === 'running');
    const told = running.map((key) => getExternalWorkflowHandle(stageWorkflowId(this.#cycleId, key)).signal(lookAgain));
    await Promise.allSettled(told);
  }

  #cancel(command: Command): Promise<CyclePlan> {
    this.#check(cancelRefusal);
    return this.#commit(activities.cancelCycle({ cycleId: this.#cycleId, command }));
  }

  #moveDeadline(command: MoveDeadlineCommand): Promise<StageFacts> {
    this.#check((plan) => moveRefusal({ ...this.#view, plan }, command.stageKey));
    return activities.moveDeadline({ cycleId: this.#cycleId, stageKey: command.stageKey, command });
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
      throw refuse(problemDocument('conflict', 'Nothing of this cycle waits to be tried again.'));
    }
    const plan = await unwrapRefusal(() => this.#commit(activities.readCyclePlan({ cycleId: this.#cycleId })));
    this.#tryAgain();
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
    if (plan.status === before?.status) return plan;
    label({ ...(!before && { programme: plan.programme, cycle: plan.cycleId }), status: plan.status });
    this.#tryAgain();
    return plan;
  }
}
