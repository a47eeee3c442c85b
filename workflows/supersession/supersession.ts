import { Mutex } from 'async-mutex';
import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { DecisionState, StageDecision, SupersessionInput, SupersessionRef } from '#libs/contracts/pure';
import { refusal } from '#libs/cycles/pure';
import { refusalDocument } from '#libs/words/pure';
import { activities } from '../common/activities.js';
import { lookAgain, stateQuery, tryAgain, updates } from '../common/messages.js';
import { Parking } from '../common/parking.js';
import { problemOf, refuse, unwrapRefusal } from '../common/refusal.js';
import { label } from '../common/search-attributes.js';

/**
 * A decision that supersedes a certified one: proposed, signed and certified by command, or
 * dropped, by command or with its cycle. It is a workflow of its own because its stage's, and its
 * whole cycle's, may have ended long before; it can be started on a row in any state.
 * @returns what became of it; `refused` when it was never proposed
 */
export async function supersession(input: SupersessionInput): Promise<DecisionState | 'refused'> {
  const run = new SupersessionRun(input);
  run.listen();
  return run.live();
}

class SupersessionRun {
  readonly #input: SupersessionInput;
  readonly #ref: SupersessionRef;
  /** Commands are carried out one at a time. */
  readonly #mutex = new Mutex();
  #state: DecisionState | 'asked' | 'refused' = 'asked';
  /** Somebody said that its cycle may be over. */
  #lookWanted = false;
  readonly #parking: Parking;

  constructor(input: SupersessionInput) {
    this.#input = input;
    const { cycleId, stageKey, decisionId } = input;
    this.#ref = { cycleId, stageKey, decisionId };
    this.#parking = new Parking((parked) => activities.needsAttention({ cycleId, stageKey, ...parked }));
  }

  /** Registers the handlers; before the first await, so that no message finds none. */
  listen(): void {
    const ref = this.#ref;
    setHandler(updates.supersede, (command) =>
      this.#inTurn(() => activities.proposeSupersession({ ...ref, command }), 'proposing'),
    );
    setHandler(updates.sign, (command) => this.#inTurn(() => activities.signSupersession({ ...ref, command })));
    setHandler(updates.certify, (command) => this.#inTurn(() => activities.certifySupersession({ ...ref, command })));
    setHandler(updates.drop, (command) => this.#inTurn(() => activities.dropSupersession({ ...ref, command })));
    setHandler(lookAgain, () => {
      this.#lookWanted = true;
      this.#parking.clear();
    });
    setHandler(tryAgain, () => this.#parking.retry());
    setHandler(stateQuery, () => ({ ...ref, state: this.#state, parked: this.#parking.all }));
  }

  /** Reads where it stands, then lives by its commands alone until it is over. */
  async live(): Promise<DecisionState | 'refused'> {
    const { programme, cycleId, stageKey } = this.#input;
    label({ programme, cycle: cycleId, stage: stageKey, status: this.#state });
    await this.#do('supersession-read', () =>
      this.#mutex.runExclusive(async () => {
        const standing = await activities.readSupersession(this.#ref);
        if (standing) this.#follow(standing);
      }),
    );
    for (;;) {
      await condition(() => this.#isOver() || this.#lookWanted);
      if (this.#isOver()) break;
      await this.#do('supersession-look', () => this.#mutex.runExclusive(() => this.#look()));
    }
    const { workflowId, runId } = workflowInfo();
    await this.#do('supersession-finish', () => activities.endWorkflow({ cycleId, stageKey, workflowId, runId }));
    await condition(allHandlersFinished);
    return this.#state as DecisionState | 'refused';
  }

  /** Does something by itself; what is refused is parked until somebody says that it can be tried again. */
  async #do(key: string, act: () => Promise<void>): Promise<void> {
    for (;;) {
      const { cleared } = this.#parking;
      try {
        return await act();
      } catch (error) {
        await this.#parking.park(key, error, cleared);
      }
      await condition(() => !this.#parking.has(key));
    }
  }

  /** Its cycle may have been cancelled, and it with it. */
  async #look(): Promise<void> {
    this.#lookWanted = false;
    const standing = await activities.endSupersession(this.#ref);
    if (standing) this.#follow(standing);
  }

  #isOver(): boolean {
    return this.#state !== 'asked' && this.#state !== 'proposed';
  }

  /** Carries out a command in its turn. The database judges it; a proposal that it refuses will never come to be. */
  #inTurn(act: () => Promise<StageDecision>, proposing?: 'proposing'): Promise<StageDecision> {
    return this.#mutex.runExclusive(() =>
      unwrapRefusal(async () => {
        if (this.#state === 'refused') throw refuse(refusalDocument('conflict', refusal('supersession.refused')));
        try {
          return this.#follow(await act());
        } catch (error) {
          if (proposing && this.#state === 'asked' && problemOf(error)) this.#follow('refused');
          throw error;
        }
      }),
    );
  }

  /** The only place where the state changes: to what an activity committed. */
  #follow<T extends StageDecision | 'refused'>(committed: T): T {
    const state = committed === 'refused' ? 'refused' : committed.decision.supersession!.state;
    if (state !== this.#state) label({ status: state });
    this.#state = state;
    return committed;
  }
}
