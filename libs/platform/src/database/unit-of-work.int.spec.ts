import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { EntityManager } from '@mikro-orm/postgresql';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { Problem } from '../problem/problem.js';
import { PlatformModule } from '../platform.module.js';
import { platformMigrations } from '../migrations/index.js';
import { UnitOfWork } from './unit-of-work.js';
import type { Work } from './work.js';
import { refusal } from '../refusals.words.js';

const POOL_SIZE = 3;
const context = { actor: { id: randomUUID() }, cause: 'command:test' };
const completed = (cycleId: string) =>
  ({ type: 'laureate.cycle.completed.v1', subject: cycleId, data: { cycleId } }) as const;

describe('unit of work', () => {
  let module: TestingModule;
  let unitOfWork: UnitOfWork;
  let outbox: (subject: string) => Promise<{ sequence: string }[]>;

  beforeAll(async () => {
    const database = { ...(await createTestDatabase(platformMigrations)), poolSize: POOL_SIZE };
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot({ app: 'api', database, entities: [] })],
    }).compile();
    unitOfWork = module.get(UnitOfWork);
    const em = module.get(EntityManager);
    outbox = (subject) =>
      em.fork().execute('select sequence from platform.outbox where subject = ? order by sequence', [subject]);
  });
  afterAll(() => module.close());

  it('writes its events with the change, and none when it throws', async () => {
    const kept = randomUUID();
    const lost = randomUUID();
    await unitOfWork.run(context, async (work) => work.emit(completed(kept)));
    const failing = unitOfWork.run(context, async (work) => {
      work.emit(completed(lost));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await outbox(kept)).toEqual([{ sequence: '1' }]);
    expect(await outbox(lost)).toEqual([]);
  });

  it('numbers the events of a subject without gaps, in commit order, under concurrency', async () => {
    const subject = randomUUID();
    const other = randomUUID();
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        unitOfWork
          .run(context, async (work) => {
            work.emit(completed(i % 2 ? subject : other));
            work.emit(completed(i % 2 ? other : subject));
            if (i % 5 === 0) await Promise.reject(new Error('rolled back'));
          })
          .catch(() => undefined),
      ),
    );
    expect((await outbox(subject)).map((row) => Number(row.sequence))).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 1),
    );
  });

  it('writes an event that is alone in its transaction as it writes several, and numbers them together', async () => {
    const subject = randomUUID();
    const actor = { id: 'somebody', onBehalfOf: 'a city' };
    const emitting = (count: number) =>
      unitOfWork.run({ ...context, actor, traceparent: '00-1-2-01' }, async (work) => {
        for (let event = 0; event < count; event += 1) work.emit(completed(subject));
      });
    await Promise.all(Array.from({ length: 30 }, (_, i) => emitting((i % 3) + 1)));
    expect((await outbox(subject)).map((row) => Number(row.sequence))).toEqual(
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
    const kinds = await module
      .get(EntityManager)
      .fork()
      .execute(
        `select distinct topic, type, actor, on_behalf_of, cause, traceparent, data, published_at from platform.outbox
       where subject = ?`,
        [subject],
      );
    expect(kinds).toEqual([
      expect.objectContaining({ actor: 'somebody', on_behalf_of: 'a city', traceparent: '00-1-2-01' }),
    ]);
  });

  it('joins the outer transaction', async () => {
    const subject = randomUUID();
    const outer = unitOfWork.run(context, async () => {
      await unitOfWork.run(context, async (work) => work.emit(completed(subject)));
      throw new Error('outer fails');
    });
    await expect(outer).rejects.toThrow('outer fails');
    expect(await outbox(subject)).toEqual([]);
  });

  it('does the work of a request once, also when it is sent twice at the same time', async () => {
    let done = 0;
    const request = { key: randomUUID(), fingerprint: 'a' };
    const subject = randomUUID();
    const once = () =>
      unitOfWork.runOnce(context, request, async (work: Work) => {
        await work.now();
        done += 1;
        work.emit(completed(subject));
        return { done };
      });
    const answers = await Promise.all([once(), once(), once()]);
    expect(answers.map(({ answer }) => answer)).toEqual([{ done: 1 }, { done: 1 }, { done: 1 }]);
    expect(answers.filter(({ isRepeated }) => isRepeated)).toHaveLength(2);
    expect(await outbox(subject)).toHaveLength(1);
    const reused = unitOfWork.runOnce(context, { ...request, fingerprint: 'b' }, async () => ({}));
    await expect(reused).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    // A repetition that would be refused by now, such as after a deadline, has its answer too.
    const late = unitOfWork.runOnce(context, request, async () => {
      throw new Problem('conflict', refusal('asWritten', { text: 'It is done.' }));
    });
    await expect(late).resolves.toEqual({ answer: { done: 1 }, isRepeated: true });
    // And whoever catches what the first statement says does not get around it.
    const blind = unitOfWork.runOnce(context, request, async ({ em }) => {
      await em.execute('select 1').catch(() => undefined);
      await em.execute('select 2');
    });
    await expect(blind).resolves.toMatchObject({ isRepeated: true });
  });

  it('runs with the rights of its role only', async () => {
    const forbidden = unitOfWork.run(context, async ({ em }) => em.execute('delete from platform.outbox'));
    await expect(forbidden).rejects.toThrow(/permission denied/);
  });

  it('bounds the length of a transaction, and gets the connections of those it ended back', async () => {
    const slow = () => unitOfWork.run(context, async ({ em }) => em.execute('select pg_sleep(6)'));
    const outcomes = await Promise.allSettled(Array.from({ length: POOL_SIZE }, slow));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(POOL_SIZE).fill('rejected'));
    await expect(unitOfWork.run(context, async ({ em }) => em.execute('select 1 as one'))).resolves.toEqual([
      { one: 1 },
    ]);
  });
});
