import { AsyncLocalStorage } from 'node:async_hooks';
import { EntityManager, type SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { EventType } from '#libs/contracts';
import { OutboxWaker } from './outbox-waker.js';
import { type EmittedEvent, writeLast } from './outbox.js';
import { type IdempotentRequest, claimIdempotencyKey, earlierAnswer, storedAnswer } from './idempotency.js';
import type { DeferredWriting, NewEvent, Work, WorkContext } from './work.js';

/** The answer to a request that may be repeated. */
export interface Once<T> {
  answer: T;
  /** Was it given before? */
  isRepeated: boolean;
}

/**
 * The one way into the database for whatever writes: one use case, one transaction. Called inside
 * another it joins it (propagation REQUIRED) with its own actor and cause. Last before the commit
 * it flushes, then numbers and writes the events.
 */
@Injectable()
export class UnitOfWork {
  private readonly current = new AsyncLocalStorage<Transaction>();

  constructor(
    private readonly em: EntityManager,
    private readonly waker: OutboxWaker,
  ) {}

  /** Runs `fn` in one transaction and returns its result after the commit; nothing is kept if it throws. */
  async run<T>(context: WorkContext, fn: (work: Work) => Promise<T>): Promise<T> {
    const outer = this.current.getStore();
    if (outer) return fn(workIn(outer, context));
    const events: EmittedEvent[] = [];
    const deferred: DeferredWriting[] = [];
    const following: (() => Promise<void>)[] = [];
    const result = await this.em.fork({ clear: true, useContext: false }).transactional(async (em) => {
      const transaction = begin(em as SqlEntityManager, { events, deferred, following });
      const value = await this.current.run(transaction, () => fn(workIn(transaction, context)));
      await em.flush();
      await writeLast(transaction.em, deferred, events);
      return value;
    });
    if (events.length > 0) this.waker.wake(events.map(({ event }) => event));
    for (const follow of following) await follow();
    return result;
  }

  /**
   * Calls it after the commit of the transaction that is under way, before its result is returned;
   * without one, at once.
   */
  async afterCommit(follow: () => Promise<void>): Promise<void> {
    const outer = this.current.getStore();
    if (outer) outer.following.push(follow);
    else await follow();
  }

  /**
   * Like `run` for a request with an Idempotency-Key: the answer (JSON) is stored in the same
   * transaction, and a repetition gets the stored answer, in a transaction of its own: `fn` gets as
   * far as its first statement then. Throws `idempotency-key-reused` when the key came with another
   * request.
   */
  async runOnce<T>(context: WorkContext, request: IdempotentRequest, fn: (work: Work) => Promise<T>): Promise<Once<T>> {
    try {
      const answer = await this.run(context, async (work) => {
        await claimIdempotencyKey(work, request);
        const value = await fn(work);
        work.defer(storedAnswer(work, request, value));
        return value;
      });
      return { answer, isRepeated: false };
    } catch (error) {
      // Whatever it ran into: a repetition has its answer.
      const earlier = await this.read((em) => earlierAnswer(em, context.actor.id, request));
      if (!earlier) throw error;
      return { answer: earlier.answer as T, isRepeated: true };
    }
  }

  /** Reads on a clean entity manager without a transaction; inside one, in it, with all that was written so far. */
  async read<T>(fn: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    const outer = this.current.getStore();
    if (!outer) return fn(this.em.fork({ clear: true, useContext: false }) as SqlEntityManager);
    await outer.em.flush();
    return fn(outer.em);
  }
}

/** An open transaction, whoever works in it. */
interface Transaction extends Pick<Work, 'em' | 'now'> {
  events: EmittedEvent[];
  deferred: DeferredWriting[];
  /** What is to be done after the commit. */
  following: (() => Promise<void>)[];
}

function begin(em: SqlEntityManager, rest: Omit<Transaction, 'em' | 'now'>): Transaction {
  let now: Promise<Date> | undefined;
  return {
    em,
    ...rest,
    now: () =>
      (now ??= em.execute<{ now: string | Date }[]>('select now() as now').then(([row]) => new Date(row!.now))),
  };
}

function workIn({ em, now, events, deferred }: Transaction, context: WorkContext): Work {
  const { actor, cause, traceparent } = context;
  return {
    ...context,
    em,
    now,
    emit: <T extends EventType>(event: NewEvent<T>) => {
      events.push({ event: event as NewEvent, context: { actor, cause, traceparent: traceparent ?? null } });
    },
    defer: (writing) => void deferred.push(writing),
  };
}
