import type pg from 'pg';
import type { UnitOfWork, Work, WorkContext } from '#libs/platform';
import { eventually } from './event-lab.js';

/** Where transactions are made to meet: who begins them, and a connection of its own that looks at their locks. */
export interface Meeting {
  unitOfWork: UnitOfWork;
  context: WorkContext;
  db: pg.Client;
}

/** Waits until so many transactions of this database wait for a lock. */
export async function lockWaiters(db: pg.Client, count = 1): Promise<void> {
  // A waiter for a row waits for another transaction, which is of no database; it holds locks on tables of its own.
  const waiting = `select count(distinct w.pid)::int as n from pg_locks w join pg_locks own using (pid)
    where not w.granted and own.database = (select oid from pg_database where datname = current_database())`;
  await eventually(
    async () => (await db.query<{ n: number }>(waiting)).rows[0]!.n >= count,
    `${count} wait for a lock`,
  );
}

/** Waits until `act` waits for a lock. Throws when it ends without having waited. */
export async function waitsForLock(db: pg.Client, act: Promise<unknown>): Promise<void> {
  const ended = act.then(
    () => 'done',
    (error: unknown) => `refused: ${String(error)}`,
  );
  const end = await Promise.race([ended, lockWaiters(db)]);
  if (end !== undefined) throw new Error(`It waited for no lock: it is ${end}.`);
}

/**
 * Does `first` in one transaction, which commits only once `second` waits for one of its locks. So
 * they are at once, and which of them is first is known. Answers how both ended.
 */
export async function oneHoldsTheOther<A, B>(
  { unitOfWork, context, db }: Meeting,
  first: (work: Work) => Promise<A>,
  second: () => Promise<B>,
): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
  const held = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const one = unitOfWork.run(context, async (work) => {
    const answer = await first(work);
    await work.em.flush();
    held.resolve();
    await commit.promise;
    return answer;
  });
  await Promise.race([held.promise, one]);
  const two = second();
  const ended = Promise.allSettled([one, two]);
  try {
    await waitsForLock(db, two);
  } finally {
    commit.resolve();
    await ended;
  }
  return ended;
}

/**
 * Does each of `acts` in a transaction of its own, all at once: the first half has begun before an
 * instant, the others at it or after it. Nobody goes on before all have begun and `setInstant` has
 * been told the instant. Answers how both halves ended.
 */
export async function aroundAnInstant<T>(
  { unitOfWork, db }: Omit<Meeting, 'context'>,
  acts: { context: WorkContext; act: () => Promise<T> }[],
  setInstant: (at: Date) => Promise<unknown>,
): Promise<{ at: Date; before: PromiseSettledResult<T>[]; after: PromiseSettledResult<T>[] }> {
  const goOn = Promise.withResolvers<void>();
  const begin = async (those: typeof acts) => {
    const begun = those.map(({ context, act }) => {
      const began = Promise.withResolvers<Date>();
      const end = unitOfWork.run(context, async (work) => {
        began.resolve(await work.now());
        await goOn.promise;
        return act();
      });
      end.catch(began.reject);
      return { began: began.promise, end };
    });
    const ends = Promise.allSettled(begun.map(({ end }) => end));
    return { began: await Promise.all(begun.map(({ began }) => began)), ends };
  };
  const half = Math.floor(acts.length / 2);
  const early = await begin(acts.slice(0, half));
  const at = new Date(Math.max(...early.began.map((began) => began.getTime())) + 1);
  await db.query('select pg_sleep_until($1)', [at]);
  const late = await begin(acts.slice(half));
  await setInstant(at);
  goOn.resolve();
  return { at, before: await early.ends, after: await late.ends };
}
