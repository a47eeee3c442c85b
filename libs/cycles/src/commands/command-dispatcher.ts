import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { WithStartWorkflowOperation, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure, type Workflow } from '@temporalio/common';
import { FailureType, type ProblemDocument, SignalName, TASK_QUEUE } from '#libs/contracts';
import { NotificationListener, TemporalClient, UnitOfWork, type WorkContext, log } from '#libs/platform';
import { refusalDocument } from '#libs/words';
import { refusal } from '../refusals.words.js';
import { SETTLED_CHANNEL, type SettledNotice } from './command-answers.js';
import { CycleRunService, type WorkflowOf } from '../cycle/cycle-run.service.js';
import { type WorkflowStart, startFor, workflowsFor, whyThereIsNone } from './command-target.js';
import { Command } from './command.entity.js';

/** A command under way: `answered` when its answer is kept, `carried` when nothing is left to do for it. */
interface Delivery {
  carried: Promise<void>;
  answered: Promise<Settled>;
  isAnswered: boolean;
  answer(settled: Settled): void;
}

/** The answer of a command that was told with its commit; without it, the command's row has it, if there is one. */
type Settled = SettledNotice['settled'];

/** How a command ended; null when it has to be tried again. */
type Outcome = { state: 'done' | 'refused'; answer: unknown } | null;

const PAUSES_MS = [100, 250, 500, 1000, 2000];
/** Commands left unanswered by an earlier life of this service; more would not be looked at by anybody. */
const RESUME_LIMIT = 500;

/**
 * Carries commands to their workflows until they are answered, also when nobody waits any more. A
 * command is carried out once however often it is sent: its id is the update's id.
 */
@Injectable()
export class CommandDispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Delivery>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly temporal: TemporalClient,
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleRunService,
    private readonly listener: NotificationListener,
  ) {}

  /** Takes up again what an earlier life of this service left unanswered, as soon as the database can be asked. */
  onApplicationBootstrap(): void {
    this.listener.on(SETTLED_CHANNEL, (told) => {
      // Nothing is told with each new connection.
      if (told === '') return;
      const { id, settled } = JSON.parse(told) as SettledNotice;
      this.underWay.get(id)?.answer(settled);
    });
    this.listener.start();
    void this.untilItWorks('pending commands wait', async () => {
      const pending = await this.unitOfWork.read((em) =>
        em.find(Command, { state: 'pending' }, { orderBy: { createdAt: 'desc' }, limit: RESUME_LIMIT }),
      );
      for (const command of pending) void this.deliver(command);
      return true;
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.underWay.values()].map(({ carried }) => carried));
  }

  /**
   * Carries a command until its answer is kept; several callers share one delivery. An answer that
   * was committed with what it tells of is known then, and given back where it came along; the
   * workflow's own says the same, and comes later.
   */
  async deliver(command: Command): Promise<Settled> {
    if (command.state !== 'pending') return undefined;
    const delivery = this.underWay.get(command.id) ?? this.begin(command);
    return Promise.race([delivery.answered, delivery.carried.then(() => undefined)]);
  }

  private begin(command: Command): Delivery {
    const { promise: answered, resolve } = Promise.withResolvers<Settled>();
    const delivery: Delivery = {
      answered,
      isAnswered: false,
      answer: (settled) => {
        delivery.isAnswered = true;
        resolve(settled);
      },
      carried: Promise.resolve(),
    };
    this.underWay.set(command.id, delivery);
    delivery.carried = this.carry(command, delivery).finally(() => this.underWay.delete(command.id));
    return delivery;
  }

  private carry(command: Command, delivery: Delivery): Promise<void> {
    return this.untilItWorks(`command ${command.id} waits`, async () => {
      const outcome = await this.attempt(command);
      if (outcome && !delivery.isAnswered) await this.settle(command, outcome);
      return outcome !== null;
    });
  }

  /** Repeats until `act` says that it is done, or the service stops. */
  private async untilItWorks(what: string, act: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; !this.stopping.signal.aborted; attempt++) {
      try {
        if (await act()) return;
      } catch (error) {
        if (attempt === 0 && !this.stopping.signal.aborted) log.warn({ err: error }, what);
      }
      const pause = PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)];
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async attempt(command: Command): Promise<Outcome> {
    if (command.updateName !== 'retry') return this.bring(command);
    const { cycleId, stageKey } = command;
    const of = { cycleId, ...(stageKey == null ? {} : { stageKey }) };
    const beside = await this.freeBeside(command, of);
    const outcome = await this.bring(command);
    if (!beside || outcome?.state !== 'refused') return outcome;
    // Nothing of the cycle or stage itself was parked, or it has ended: what is parked beside it may outlive it.
    return { state: 'done', answer: await this.cycles.standing(of) };
  }

  /** Has the complaints, clarifications and superseding decisions that are parked try again. Were there any? */
  private async freeBeside(command: Command, of: WorkflowOf): Promise<boolean> {
    const parked = await this.cycles.parkedBeside(of);
    for (const workflowId of parked) {
      await this.temporal.client.workflow
        .getHandle(workflowId)
        .signal(SignalName.tryAgain)
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowNotFoundError)) throw error;
        });
    }
    if (parked.length > 0) await this.cycles.answer(contextOf(command), parked, command.createdAt);
    return parked.length > 0;
  }

  private async bring(command: Command): Promise<Outcome> {
    for (const workflowId of workflowsFor(command)) {
      const outcome = await outcomeOf(() => this.send(command, workflowId));
      if (outcome) return outcome;
    }
    const start = await this.unitOfWork.read((em) => startFor(em, command));
    if (start) return outcomeOf(() => this.sendWithStart(command, start));
    const problem = await this.unitOfWork.read((em) => whyThereIsNone(em, command));
    return problem && { state: 'refused', answer: problem };
  }

  /**
   * Waits for the answer as long as it takes; the server keeps an update only once a worker has
   * taken it, so the call goes on.
   */
  private send({ id, updateName, payload }: Command, workflowId: string): Promise<unknown> {
    const { client } = this.temporal;
    return client.withAbortSignal(this.stopping.signal, () =>
      client.workflow
        .getHandle(workflowId)
        .executeUpdate<unknown, [unknown]>(updateName, { updateId: id, args: [payload] }),
    );
  }

  /**
   * The same to the workflow that the command has for itself. Where that is over it is started on
   * its row again, with the command in hand: started alone, it could be over again before the
   * command reaches it.
   */
  private sendWithStart({ id, updateName, payload }: Command, start: WorkflowStart): Promise<unknown> {
    const { client } = this.temporal;
    const startWorkflowOperation = new WithStartWorkflowOperation(start.workflowType, {
      workflowId: start.workflowId,
      taskQueue: TASK_QUEUE,
      args: [start.input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    return client.withAbortSignal(this.stopping.signal, () =>
      client.workflow.executeUpdateWithStart<Workflow, unknown, [unknown]>(updateName, {
        updateId: id,
        args: [payload],
        startWorkflowOperation,
      }),
    );
  }

  private async settle(command: Command, { state, answer }: NonNullable<Outcome>): Promise<void> {
    const context = contextOf(command);
    await this.unitOfWork.run(context, async ({ em }) => {
      await em.execute(
        `update cycles.command set state = ?, answer = ?::jsonb, settled_at = clock_timestamp() where id = ? and state = 'pending'`,
        [state, JSON.stringify(answer ?? null), command.id],
      );
      const { cycleId, stageKey, updateName } = command;
      if (updateName === 'retry' && state === 'done') {
        const of = { cycleId, ...(stageKey == null ? {} : { stageKey }) };
        await this.cycles.answerAttention(context, of, command.createdAt);
      }
    });
  }
}

const contextOf = ({ id, actorId }: Command): WorkContext => ({ actor: { id: actorId }, cause: `command:${id}` });

/** How a command ended that is being sent; null when it has to be sent elsewhere or again. Throws what is no answer. */
async function outcomeOf(send: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { state: 'done', answer: await send() };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    if (error instanceof WorkflowUpdateFailedError) return refusalOf(error);
    throw error;
  }
}

/** Temporal's word for an update whose workflow was ended under it, which says nothing of what it committed. */
const ENDED_UNDER_IT = 'AcceptedUpdateCompletedWorkflow';

/**
 * The problem document inside a refusal; null when it has to be sent again: the cycle leaves it to
 * the stage, which has begun or ended in between, or the workflow was ended under it, and its next
 * run answers by what was committed.
 */
function refusalOf({ cause }: WorkflowUpdateFailedError): Outcome {
  if (cause instanceof ApplicationFailure && cause.type === ENDED_UNDER_IT) return null;
  const isRefusal = cause instanceof ApplicationFailure && cause.type === FailureType.refused;
  const problem = isRefusal ? (cause.details?.[0] as ProblemDocument) : null;
  if (problem?.['sendTo'] !== undefined) return null;
  const why = cause?.message ?? 'it has ended';
  return {
    state: 'refused',
    answer: problem ?? refusalDocument('conflict', refusal('command.notCarriedOut', { why })),
  };
}
