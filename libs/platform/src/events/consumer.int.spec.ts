import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statementsOf } from '../../../../test/support/statements.js';
import { untilWaiting } from '../../../../test/support/lock-waits.js';
import { EventLab, Seen, eventually, upTo } from '../../../../test/support/event-lab.js';
import type { LaureateEvent } from '#libs/contracts';
import type { Work } from '../database/work.js';
import { EventOperations } from './event-operations.js';
import { createKafka } from './kafka.js';

const context = { actor: { id: randomUUID() }, cause: 'command:test' };
const subjects = (count: number) => Array.from({ length: count }, () => randomUUID());

describe('consumer', () => {
  let lab: EventLab;
  let operations: EventOperations;

  beforeAll(async () => {
    lab = await EventLab.open();
    operations = new EventOperations(lab.unitOfWork, createKafka(lab.kafka));
    await lab.pool.query('create schema projection');
    await lab.pool.query('grant usage on schema projection to laureate_worker');
    lab.startRelay();
  });
  afterAll(() => lab.close());

  /** A projection of a consumer: counts what it was given per subject, in the transaction that notes it as handled. */
  async function projection(name: string) {
    const table = `projection.${name}`;
    await lab.pool.query(
      `create table ${table} (subject text, sequence bigint, place bigint generated always as identity)`,
    );
    await lab.pool.query(`grant all on ${table} to laureate_worker`);
    const insert = `insert into ${table} (subject, sequence) values (?, ?)`;
    return {
      add: async (event: { subject: string; sequence: number }, work: Work) =>
        void (await work.em.execute(insert, [event.subject, event.sequence])),
      newest: async (subject: string, work: Work) => {
        const [row] = await work.em.execute<{ sequence: string | null }[]>(
          `select max(sequence) as sequence from ${table} where subject = ?`,
          [subject],
        );
        return Number(row?.sequence ?? 0);
      },
      reset: async (work: Work) => void (await work.em.execute(`delete from ${table}`)),
      of: async (subject: string) => {
        const { rows } = await lab.pool.query<{ sequence: string }>(
          `select sequence from ${table} where subject = $1 order by place`,
          [subject],
        );
        return rows.map(({ sequence }) => Number(sequence));
      },
      size: () => lab.count(table),
    };
  }

  it('applies each event once when it is killed between effect and commit', async () => {
    const rows = await projection('killed');
    const effects = new Seen();
    let handled = 0;
    const consumer = await lab.startConsumer({
      name: 'killed',
      before: async (event) => void effects.events.push(event),
      handlers: {
        'laureate.cycle.completed.v1': async (event, work) => {
          await rows.add(event, work);
          // Its connection breaks with the effect made and the row written, before the commit.
          if (++handled === 3) await work.em.execute('select pg_terminate_backend(pg_backend_pid())');
        },
      },
    });
    const [subject] = subjects(1);
    await lab.emit([subject!], 6);
    await eventually(async () => (await rows.size()) === 6, 'all is applied');
    expect(await rows.of(subject!)).toEqual(upTo(6));
    expect(effects.of(subject!)).toEqual([...upTo(6), ...upTo(6)]);
    expect(await lab.count('platform.dead_letter')).toBe(0);
    await consumer.stop();
  });

  it('loses and repeats nothing when a member leaves and another takes over', async () => {
    const rows = await projection('rebalanced');
    const handledBy = { first: 0, second: 0 };
    const definition = (member: keyof typeof handledBy) => ({
      name: 'rebalanced',
      handlers: {
        'laureate.cycle.completed.v1': async (event: { subject: string; sequence: number }, work: Work) => {
          await sleep(2);
          await rows.add(event, work);
          handledBy[member]++;
        },
      },
    });
    const first = await lab.startConsumer(definition('first'), { batchSize: 10 });
    const all = subjects(30);
    await lab.emit(all, 10);
    await eventually(async () => (await rows.size()) > 20, 'it begins');
    const second = await lab.startConsumer(definition('second'), { batchSize: 10 });
    await lab.emit(all, 5);
    await eventually(() => handledBy.second > 0, 'the second works');
    await first.stop();
    await eventually(async () => (await rows.size()) === (await lab.count('platform.outbox')), 'all is applied');
    for (const subject of all) expect(await rows.of(subject)).toEqual(upTo(15));
    await second.stop();
  });

  it('waits for the partition’s row when another process still has it in hand, and skips what that one applied', async () => {
    const rows = await projection('overtaken');
    const consumer = await lab.startConsumer({
      name: 'overtaken',
      handlers: { 'laureate.cycle.completed.v1': (event, work) => rows.add(event, work) },
    });
    const [subject] = subjects(1);
    await lab.emit([subject!]);
    await eventually(async () => (await rows.of(subject!)).length === 1, 'it reads');
    const other = await lab.pool.connect();
    await other.query('begin');
    await other.query(`select from platform.consumer_offset where consumer = 'overtaken' for update`);
    await lab.emit([subject!], 4);
    await untilWaiting(lab.pool);
    const { rows: ids } = await other.query(
      `select id from platform.outbox where subject = $1 and sequence in (2, 3)`,
      [subject],
    );
    for (const { id } of ids) await other.query(`insert into platform.inbox values ('overtaken', $1)`, [id]);
    await other.query('commit');
    other.release();
    await eventually(async () => (await rows.of(subject!)).length === 3, 'the rest is applied');
    expect(await rows.of(subject!)).toEqual([1, 4, 5]);
    await consumer.stop();
  });

  it('puts a poison message aside after a few tries, goes on, and applies it when it is redriven', async () => {
    const rows = await projection('poisoned');
    let tries = 0;
    let cured = false;
    const [subject, bystander] = subjects(2) as [string, string];
    const consumer = await lab.startConsumer(
      {
        name: 'poisoned',
        handlers: {
          'laureate.cycle.completed.v1': async (event, work) => {
            if ((await rows.newest(event.subject, work)) >= event.sequence && !cured) throw new Error('out of order');
            await rows.add(event, work);
            if (event.subject !== subject || event.sequence !== 2 || cured) return;
            tries++;
            throw new Error('cannot be applied');
          },
        },
      },
      { attempts: 3 },
    );
    await lab.emit([subject, bystander], 3);
    await eventually(async () => (await rows.of(bystander)).length === 3, 'it goes on');
    await eventually(async () => (await rows.of(subject)).length === 2, 'the subject goes on too');
    expect(await rows.of(subject)).toEqual([1, 3]);
    expect(tries).toBe(4);

    const [letter] = await operations.deadLetters({ consumer: 'poisoned', limit: 10 });
    expect(letter).toMatchObject({ consumer: 'poisoned', reason: 'Error: cannot be applied', attempts: 3 });
    expect(letter!.event).toMatchObject({ subject, sequence: 2, type: 'laureate.cycle.completed.v1' });

    await operations.redriveDeadLetter(context, letter!.id);
    const again = async () => (await operations.deadLetters({ consumer: 'poisoned', limit: 10 }))[0];
    await eventually(async () => (await again())?.attempts === 4, 'it failed again');
    expect(await again()).toMatchObject({ redriveWantedAt: null, reason: 'Error: out of order' });
    cured = true;
    await operations.redriveDeadLetter(context, letter!.id);
    await eventually(async () => (await again()) === undefined, 'it is applied');
    expect(await rows.of(subject)).toEqual([1, 3, 2]);
    await expect(operations.redriveDeadLetter(context, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
    await consumer.stop();
  });

  it('puts a message that is no event aside at once, and goes on', async () => {
    const producer = createKafka(lab.kafka).createProducer();
    await producer.connect();
    const topic = `${lab.kafka.prefix}laureate.judging`;
    const headers = { ce_type: 'laureate.cycle.completed.v1', ce_specversion: '1.0' };
    await producer.send({ topic, messages: [{ key: 'a', value: 'no JSON', headers }] });
    await producer.disconnect();
    const consumer = await lab.startConsumer({
      name: 'strict',
      topics: ['laureate.judging'],
      handlers: { 'laureate.cycle.completed.v1': async () => undefined },
    });
    await eventually(async () => (await lab.count(`platform.dead_letter where consumer = 'strict'`)) === 1);
    const [letter] = await operations.deadLetters({ consumer: 'strict', limit: 1 });
    expect(letter).toMatchObject({ attempts: 1, event: { value: 'no JSON', headers } });
    await consumer.stop();
  });

  it('replays from offset 0 into an empty projection, with two processes of the consumer', async () => {
    const rows = await projection('replayed');
    const seen = new Seen();
    const definition = {
      name: 'replayed',
      reset: rows.reset,
      handlers: {
        'laureate.cycle.completed.v1': async (event: LaureateEvent<'laureate.cycle.completed.v1'>, work: Work) => {
          seen.events.push(event);
          await rows.add(event, work);
        },
      },
    };
    const processes = [await lab.startConsumer(definition), await lab.startConsumer(definition)];
    const all = subjects(12);
    await lab.emit(all, 4);
    const published = () => lab.count(`platform.outbox where topic = 'laureate.cycles'`);
    await eventually(async () => (await rows.size()) === (await published()), 'all is applied');
    const [before] = (await operations.consumers()).filter(({ name }) => name === 'replayed');
    expect(before).toMatchObject({ lag: 0, deadLetters: 0, replayWanted: false });

    const total = await rows.size();
    seen.events.length = 0;
    await operations.requestReplay(context, 'replayed');
    await eventually(() => seen.events.length >= total, 'all is read again');
    await eventually(async () => (await rows.size()) === total, 'all is applied again');
    for (const subject of all) {
      expect(await rows.of(subject)).toEqual(upTo(4));
      expect(seen.of(subject)).toEqual(upTo(4));
    }
    expect(await lab.count(`platform.inbox where consumer = 'replayed'`)).toBe(total);
    await expect(operations.requestReplay(context, 'nobody')).rejects.toMatchObject({ code: 'not-found' });
    await Promise.all(processes.map((process) => process.stop()));
  });

  it('takes a batch in one statement, however many events are in it', async () => {
    const seen = new Seen();
    const consumer = await lab.startConsumer(
      { name: 'thrifty', handlers: { 'laureate.cycle.completed.v1': async (event) => void seen.events.push(event) } },
      { pollMs: 60_000 },
    );
    const before = await lab.count('platform.outbox');
    await eventually(() => seen.events.length === before, 'it is up to date');
    const [subject] = subjects(1) as [string];
    const em = await consumer.unitOfWork.read(async (reading) => reading);
    const statements = await statementsOf(em, async () => {
      await lab.emit([subject], 60);
      await eventually(() => seen.events.length === before + 60, 'it read them');
    });
    await consumer.stop();
    expect(seen.of(subject)).toEqual(upTo(60));
    expect(new Set(statements)).toEqual(new Set(['select known, fresh']));
    expect(statements.length).toBeLessThan(5);
  });

  it('waits while the database is away, and gives nothing up', async () => {
    const rows = await projection('patient');
    const [first, second] = subjects(2) as [string, string];
    let handled = 0;
    const [inTheMiddle, isAway] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const consumer = await lab.startConsumer({
      name: 'patient',
      handlers: {
        'laureate.cycle.completed.v1': async (event, work) => {
          if (event.subject === first && ++handled === 6) {
            inTheMiddle.resolve();
            await isAway.promise;
          }
          await rows.add(event, work);
        },
      },
    });
    const known = async () => (await rows.size()) === (await lab.count('platform.outbox'));
    await eventually(known, 'it is up to date');
    await lab.emit([first], 50);
    await inTheMiddle.promise;
    const comeBack = await lab.takeDatabaseAway();
    isAway.resolve();
    try {
      await eventually(() => consumer.host.state.problem !== null, 'the problem is noticed');
    } finally {
      await comeBack();
    }
    await lab.emit([second], 3);
    await eventually(known, 'it caught up');
    expect([await rows.of(first), await rows.of(second)]).toEqual([upTo(50), upTo(3)]);
    expect(await lab.count(`platform.dead_letter where consumer = 'patient'`)).toBe(0);
    expect(consumer.host.state).toEqual({ joined: true, problem: null });
    await consumer.stop();
  });

  it('gives each event’s handler the event as cause, and carries it into what that writes', async () => {
    const [subject] = subjects(1) as [string];
    const written = randomUUID();
    const consumer = await lab.startConsumer({
      name: 'causing',
      handlers: {
        'laureate.cycle.completed.v1': async (event, work) => {
          if (event.subject !== subject) return;
          work.emit({
            type: 'laureate.cycle.cancelled.v1',
            subject: written,
            data: { cycleId: written, reasonCode: null },
          });
        },
      },
    });
    await lab.emit([subject], 2);
    await eventually(async () => (await lab.count('platform.outbox where subject = $1', [written])) === 2);
    const { rows } = await lab.pool.query(
      `select w.actor from platform.outbox w join platform.outbox c on w.cause = 'event:' || c.id
       where w.subject = $1 and c.subject = $2 and c.sequence = w.sequence`,
      [written, subject],
    );
    expect(rows).toEqual([{ actor: 'service:causing' }, { actor: 'service:causing' }]);
    await consumer.stop();
  });
});
