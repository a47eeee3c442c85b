import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { FailureType, type ProblemDocument, problemDocument } from '#libs/contracts';
import { TemporalClient, UnitOfWork, type WorkContext, log } from '#libs/platform';
import { CycleRunService } from './cycle-run.service.js';
import { workflowsFor, whyThereIsNone } from './command-target.js';
import { Command } from './command.entity.js';

/** How a command ended; null when it has to be tried again. */
type Outcome = { state: 'done' | 'refused'; answer: unknown } | null;

const PAUSES_MS = [100, 250, 500, 1000, 2000];
/** Commands left unanswered by an earlier life of this service; more would not be looked at by anybody. */
const RESUME_LIMIT = 500;

/**
 * Carries commands to their workflows until they are answered, also when nobody waits any more. A command is carried out once
 * however often it is sent: its id is the update's id.
 */
@Injectable()
export class CommandCourier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly temporal: TemporalClient,
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleRunService,
  ) {}

  /** Takes up again what an earlier life of this service left unanswered, as soon as the database can be asked. */
  onApplicationBootstrap(): void {
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
    await Promise.all(this.underWay.values());
  }

  /** Carries a command until its answer is kept; several callers share one delivery. */
  deliver(command: Command): Promise<void> {
    const known = this.underWay.get(command.id);
    if (known || command.state !== 'pending') return known ?? Promise.resolve();
    const delivery = this.carry(command).finally(() => this.underWay.delete(command.id));
    this.underWay.set(command.id, delivery);
    return delivery;
  }

  private carry(command: Command): Promise<void> {
    return this.untilItWorks(`command ${command.id} waits`, async () => {
      const outcome = await this.attempt(command);
      if (outcome) await this.settle(command, outcome);
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
    for (const workflowId of workflowsFor(command)) {
      try {
        return { state: 'done', answer: await this.send(command, workflowId) };
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) continue;
        if (!(error instanceof WorkflowUpdateFailedError)) throw error;
        const refusal = refusalOf(error);
        if (refusal) return refusal;
      }
    }
    const problem = await this.unitOfWork.read((em) => whyThereIsNone(em, command));
    return problem && { state: 'refused', answer: problem };
  }

  /** Waits for the answer as long as it takes; the server keeps an update only once a worker has taken it, so the call goes on. */
  private send({ id, updateName, payload }: Command, workflowId: string): Promise<unknown> {
    const { client } = this.temporal;
    return client.withAbortSignal(this.stopping.signal, () =>
      client.workflow
        .getHandle(workflowId)
        .executeUpdate<unknown, [unknown]>(updateName, { updateId: id, args: [payload] }),
    );
  }

  private async settle(command: Command, { state, answer }: NonNullable<Outcome>): Promise<void> {
    const context: WorkContext = { actor: { id: command.actorId }, cause: `command:${command.id}` };
    await this.unitOfWork.run(context, async ({ em }) => {
      await em.execute(
        `update cycles.command set state = ?, answer = ?::jsonb, settled_at = clock_timestamp() where id = ? and state = 'pending'`,
        [state, JSON.stringify(answer ?? null), command.id],
      );
      const { cycleId, stageKey, updateName } = command;
      if (updateName === 'retry' && state === 'done') {
        await this.cycles.answerAttention(context, { cycleId, ...(stageKey == null ? {} : { stageKey }) });
      }
    });
  }
}

/** The problem document inside a refusal; null when the cycle leaves it to the stage, which has begun or ended in between. */
function refusalOf({ cause }: WorkflowUpdateFailedError): Outcome {
  const isRefusal = cause instanceof ApplicationFailure && cause.type === FailureType.refused;
  const problem = isRefusal ? (cause.details?.[0] as ProblemDocument) : null;
  if (problem?.['sendTo'] !== undefined) return null;
  const detail = `The workflow could not carry it out: ${cause?.message ?? 'it has ended'}.`;
  return { state: 'refused', answer: problem ?? problemDocument('conflict', detail) };
}
