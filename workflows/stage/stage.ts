import { Mutex } from 'async-mutex';
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { UpdateDefinition } from '@temporalio/common';
import { cycleWorkflowId, type Command, type DecisionFacts } from '#libs/contracts/pure';
import type { StageCommand, StageFacts, StageInput, StageRef, StageState, Updates } from '#libs/contracts/pure';
import { refusal } from '#libs/cycles/pure';
import { refusalDocument } from '#libs/words/pure';
import { activities } from '../common/activities.js';
import { Change } from '../common/changes.js';
import { lookAgain, nothingOwed, stageDecided, stateQuery, updates } from '../common/messages.js';
import { Parking } from '../common/parking.js';
import { problemOf, refuse, unwrapRefusal } from '../common/refusal.js';
import { label } from '../common/search-attributes.js';
import { stageRefusal, type StageCommandName } from './stage-commands.rules.js';
import { moveKey, nextMove, type Move, type StageView } from './stage-moves.rules.js';

/**
 * One stage of a cycle, from scheduled to released: opens, reminds, closes, has decided and releases, each at its
 * instant or by command. It can be started on a row in any state and goes on from there.
 * @returns the state it ended in: `released`, `decided` (nothing to release) or `cancelled`
 */
export async function stage(input: StageInput): Promise<StageState> {
  const run = new StageRun(input);
  run.listen();
  return run.live();
}

class StageRun {
  readonly #input: StageInput;
  readonly #ref: StageRef;
  /** Commands and the workflow's own moves change the stage one at a time. */
  readonly #mutex = new Mutex();
  readonly #parking: Parking;
  readonly #view: StageView = {
    facts: null,
    lookWanted: true,
    nothingOwed: false,
    prepared: 'not yet',
    proposed: false,
    committedAt: 0,
    waitsForLast: false,
    announced: false,
    finished: false,
    reminded: { lastAt: null, steps: [], movedAt: 0 },
  };
  #decision: DecisionFacts | null = null;
  /** Counts everything that can change what to do next. */
  #changes = 0;

  constructor(input: StageInput) {
    this.#input = input;
    this.#ref = { cycleId: input.cycleId, stageKey: input.stageKey };
    this.#parking = new Parking((reason) => activities.needsAttention({ ...this.#ref, ...reason }));
  }

  /** Registers the handlers; before the first await, so that no message finds none. */
  listen(): void {
    const ref = this.#ref;
    this.#on('open', (command) =>
      this.#commit(activities.openStage({ ...ref, at: new Date(Date.now()).toISOString(), command })),
    );
    this.#on('moveDeadline', (command) => this.#commit(activities.moveDeadline({ ...ref, command })));
    this.#on('close', (command) => this.#commit(activities.closeStage({ ...ref, command })));
    this.#on('sign', (command) => this.#commitDecision(activities.signDecision({ ...ref, command })));
    this.#on('certify', (command) => this.#commitDecision(activities.certifyDecision({ ...ref, command })));
    this.#on('release', (command) =>
      this.#commit(activities.releaseDecision({ ...ref, audience: command.audience, command })),
    );
    // Judged in its turn: a validator could miss what was parked in the same workflow task.
    setHandler(updates.retry, (_command: Command) => this.#retry());
    setHandler(lookAgain, () => {
      this.#view.lookWanted = true;
      this.#tryAgain();
    });
    setHandler(nothingOwed, () => {
      this.#view.nothingOwed = true;
      this.#changes++;
    });
    setHandler(stateQuery, () => ({ ...this.#view, decision: this.#decision, parked: this.#parking.all }));
  }

  /** Makes one move after the other until nothing is left. */
  async live(): Promise<StageState> {
    for (;;) {
      const seen = this.#changes;
      const move = await this.#mutex.runExclusive(() => this.#step());
      if (move.do === 'end') break;
      if (move.do !== 'wait') continue;
      const changed = () => this.#changes !== seen;
      if (move.until === undefined) await condition(changed);
      else await condition(changed, move.until - Date.now(), { summary: move.summary });
    }
    await condition(allHandlersFinished);
    return this.#view.facts!.state;
  }

  async #step(): Promise<ReturnType<typeof nextMove>> {
    const move = this.#next();
    if (move.do === 'end' || move.do === 'wait') return move;
    // Beside the timers: an assignment that takes long must not hold up a reminder or the close.
    if (move.do === 'prepare') void this.#prepare();
    else await this.#attempt(move);
    return move;
  }

  #next(): ReturnType<typeof nextMove> {
    return nextMove(this.#view, Date.now(), (key) => this.#parking.has(key));
  }

  /** A move that stays due after it was made would be made for ever. */
  #isDueAgain(move: Move): boolean {
    const next = this.#next();
    if (move.do === 'look' || next.do === 'wait' || next.do === 'end') return false;
    if (this.#key(next) !== this.#key(move)) return false;
    // It was told while it asked: what it was answered may be older.
    return !(move.do === 'closeEarly' && patched(Change.askOnceMore));
  }

  async #attempt(move: Move): Promise<void> {
    const { cleared } = this.#parking;
    try {
      await this.#perform(move);
      if (this.#isDueAgain(move)) throw ApplicationFailure.nonRetryable(`"${move.do}" left the stage as it was`);
      this.#parking.done(this.#key(move));
    } catch (error) {
      await this.#stumble(move, error, cleared);
    }
  }

  async #perform(move: Move): Promise<void> {
    const now = Date.now();
    switch (move.do) {
      case 'look':
        this.#view.lookWanted = false;
        await this.#commit(activities.readStage(this.#ref));
        break;
      case 'open':
        await this.#commit(activities.openStage({ ...this.#known(), at: new Date(now).toISOString() }));
        break;
      case 'remind':
        await activities.remind({
          ...this.#ref,
          step: move.step.step,
          deadlineVersion: this.#view.facts!.deadlineVersion,
        });
        this.#view.reminded.lastAt = now;
        this.#view.reminded.steps.push(move.step.step);
        break;
      case 'close':
        await this.#commit(activities.closeStage(this.#known()));
        break;
      case 'closeEarly':
        this.#view.nothingOwed = false;
        await this.#commit(activities.closeStageEarly(this.#ref));
        break;
      case 'propose':
        await this.#commitDecision(activities.proposeDecision(this.#ref));
        this.#view.proposed = true;
        break;
      case 'announce':
        await getExternalWorkflowHandle(cycleWorkflowId(this.#ref.cycleId)).signal(stageDecided, this.#ref.stageKey);
        this.#view.announced = true;
        break;
      case 'release':
        await this.#commit(activities.releaseDecision({ ...this.#known(), audience: move.audience }));
        break;
      case 'finish': {
        const { workflowId, runId } = workflowInfo();
        await activities.endWorkflow({ ...this.#ref, workflowId, runId });
        this.#view.finished = true;
        break;
      }
      case 'prepare':
        await activities.prepareStage(this.#ref);
        break;
    }
  }

  async #prepare(): Promise<void> {
    this.#view.prepared = 'under way';
    const { cleared } = this.#parking;
    try {
      await this.#perform({ do: 'prepare' });
      this.#view.prepared = 'done';
    } catch (error) {
      await this.#mutex.runExclusive(async () => {
        await this.#stumble({ do: 'prepare' }, error, cleared);
        this.#view.prepared = 'not yet';
        if (!this.#parking.has('prepare')) this.#changes++;
      });
    }
    // While the stage is open nothing waits for this, and waking would restart a timer or not by how long it took.
    if (this.#view.facts?.state !== 'open') this.#changes++;
  }

  /** A move failed for good: it is parked, unless it was refused because the row had moved on. */
  async #stumble(move: Move, error: unknown, cleared: number): Promise<void> {
    const known = this.#view.facts?.version;
    if (move.do !== 'look' && problemOf(error)) await this.#attempt({ do: 'look' });
    if (this.#view.facts?.version === known) await this.#parking.park(this.#key(move), error, cleared);
  }

  /** The stage and the version of its row that this workflow goes by. */
  #known(): StageRef & { version: number } {
    return { ...this.#ref, version: this.#view.facts!.version };
  }

  #key(move: Move): string {
    return moveKey(move, this.#view.facts);
  }

  /** Registers the handler of a command: refused at once by the state, else carried out in turn and answered. */
  #on<Name extends StageCommandName>(
    name: Name,
    act: (command: Updates[Name]['command']) => Promise<Updates[Name]['result']>,
  ): void {
    const update: UpdateDefinition<Updates[Name]['result'], [Updates[Name]['command']]> = updates[name];
    setHandler(
      update,
      async (command) => {
        await condition(() => this.#view.facts !== null);
        return this.#mutex.runExclusive(() => {
          this.#check(name, command);
          return unwrapRefusal(() => act(command));
        });
      },
      {
        // While something is under way, a command is judged in its turn: the outcome may be in the database already.
        validator: (command) => {
          if (!this.#mutex.isLocked()) this.#check(name, command);
        },
      },
    );
  }

  #check(name: StageCommandName, command: StageCommand): void {
    const { facts } = this.#view;
    const problem = facts && stageRefusal(name, command, facts, this.#decision);
    if (problem) throw refuse(problem);
  }

  async #retry(): Promise<StageFacts> {
    return this.#mutex.runExclusive(async () => {
      if (this.#parking.isEmpty) {
        const said = refusal('stage.nothingWaits', { stageKey: this.#ref.stageKey });
        throw refuse(refusalDocument('conflict', said));
      }
      const facts = await unwrapRefusal(() => this.#commit(activities.readStage(this.#ref)));
      this.#parking.retry();
      this.#changes++;
      return facts;
    });
  }

  #tryAgain(): void {
    this.#parking.clear();
    this.#changes++;
  }

  /** The only place where the state changes: to what an activity committed. */
  async #commit(committing: Promise<StageFacts>): Promise<StageFacts> {
    const facts = await committing;
    const before = this.#view.facts;
    this.#view.facts = facts;
    this.#view.committedAt = Date.now();
    // Asked only where it matters, so that other runs go on as before.
    this.#view.waitsForLast = Boolean(facts.mayComeInUntil) && patched(Change.waitForLast);
    if (before?.closedAt && !facts.closedAt) this.#startAnew();
    if (facts.version !== before?.version) this.#tryAgain();
    if (before && facts.deadlineVersion !== before.deadlineVersion) this.#view.reminded.movedAt = Date.now();
    const names = { programme: this.#input.programme, cycle: facts.cycleId, stage: facts.stageKey };
    if (facts.state !== before?.state) label({ ...(!before && names), status: facts.state });
    return facts;
  }

  /** The stage is open again: what was prepared is looked at once more, what was proposed and told is void. */
  #startAnew(): void {
    if (this.#view.prepared === 'done') this.#view.prepared = 'not yet';
    this.#view.proposed = false;
    this.#view.announced = false;
    this.#decision = null;
  }

  async #commitDecision<T extends { stage: StageFacts; decision: DecisionFacts | null }>(
    committing: Promise<T>,
  ): Promise<T> {
    const committed = await committing;
    this.#decision = committed.decision;
    await this.#commit(Promise.resolve(committed.stage));
    return committed;
  }
}
