import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventLab, Seen, eventually, upTo } from '../../../../test/support/event-lab.js';
import { EventOperations } from './event-operations.js';
import { EventPublisher } from './event-publisher.js';
import { createKafka } from './kafka.js';
import { OutboxStore } from './outbox-store.js';

/** A lease that does not end before it is made to. */
const LEASE_MS = 3_600_000;
const context = { actor: { id: randomUUID() }, cause: 'command:test' };

describe('relay', () => {
  let lab: EventLab;
  /** Everything that comes out of Kafka, also twice, in the order of each partition. */
  const raw = new Seen();
  /** What a consumer handles of it. */
  const handled = new Seen();

  beforeAll(async () => {
    lab = await EventLab.open();
    await lab.startConsumer({
      name: 'raw',
      before: async (event) => void raw.events.push(event),
      handleBatch: async (events) => void handled.events.push(...events),
    });
  });
  afterAll(() => lab.close());

  /** Lets the lease of a subject have run out, as if the time had passed. */
  const leaseRunsOut = (subject: string) =>
    lab.pool.query('update platform.outbox_lease set until = clock_timestamp() where subject = $1', [subject]);
  const unpublished = () => lab.count('platform.outbox where published_at is null');

  it('publishes every event once and in order per subject, with two relays at once', async () => {
    const relays = [lab.startRelay({ batchSize: 20 }), lab.startRelay({ batchSize: 20 })];
    const subjects = Array.from({ length: 40 }, () => randomUUID());
    await Promise.all([lab.emit(subjects, 5), lab.emit(subjects, 5), lab.emit(subjects, 5)]);
    await eventually(async () => (await unpublished()) === 0, 'all is published');
    await Promise.all(relays.map((relay) => relay.stop()));
    await eventually(() => raw.events.length >= 600, 'all is read');
    for (const subject of subjects) expect(raw.of(subject)).toEqual(upTo(15));
    expect(await lab.count('platform.outbox_lease')).toBe(0);
  });

  it('publishes again after the lease what a killed relay had published but not marked', async () => {
    const subject = randomUUID();
    await lab.emit([subject], 3);
    const killed = new OutboxStore(lab.database);
    const claim = await killed.claim('killed', LEASE_MS, 100);
    const publisher = new EventPublisher(createKafka(lab.kafka));
    expect((await publisher.publish(claim.events, 5_000)).published).toHaveLength(3);
    await publisher.close();
    await eventually(() => raw.of(subject).length === 3, 'it is published');

    const relay = lab.startRelay();
    const other = randomUUID();
    await lab.emit([subject, other]);
    await eventually(() => raw.of(other).length === 1, 'the other subject flows');
    expect(raw.of(subject)).toEqual([1, 2, 3]);
    await leaseRunsOut(subject);
    await eventually(() => raw.of(subject).length === 7, 'the relay takes over what the lease held');
    expect(raw.of(subject)).toEqual([1, 2, 3, 1, 2, 3, 4]);
    await eventually(() => handled.of(subject).length === 4, 'all is handled');
    expect(handled.of(subject)).toEqual(upTo(4));
    await eventually(async () => (await unpublished()) === 0, 'all is marked');

    await lab.emit([subject]);
    await killed.settle(claim, claim.events, []);
    await eventually(() => raw.of(subject).length === 8, 'the late mark changed nothing');
    await killed.close();
    await relay.stop();
  });

  it('does not let a relay that lost its lease mark anything', async () => {
    const subject = randomUUID();
    await lab.emit([subject], 2);
    const [slow, quick] = [new OutboxStore(lab.database), new OutboxStore(lab.database)];
    const lost = await slow.claim('slow', LEASE_MS, 100);
    expect((await quick.claim('quick', LEASE_MS, 100)).events).toEqual([]);
    await leaseRunsOut(subject);
    const taken = await quick.claim('quick', LEASE_MS, 100);
    expect(taken.events).toHaveLength(2);
    await slow.settle(lost, lost.events, []);
    expect(await unpublished()).toBe(2);
    await quick.settle(taken, taken.events, []);
    expect(await unpublished()).toBe(0);
    await Promise.all([slow.close(), quick.close()]);
  });

  it('stops the subject of an event that cannot be published, and no other, until it is redriven', async () => {
    const relay = lab.startRelay();
    const [large, invalid, fine] = [randomUUID(), randomUUID(), randomUUID()];
    await lab.emit([large, invalid, fine]);
    const corrupt = `update platform.outbox set data = $2::jsonb where subject = $1 and sequence = 2`;
    await eventually(async () => (await unpublished()) === 0, 'the first ones are out');
    await relay.stop();
    await lab.emit([large, invalid, fine], 2);
    const original = { large: { cycleId: large }, invalid: { cycleId: invalid } };
    await lab.pool.query(corrupt, [invalid, JSON.stringify({ nonsense: true })]);
    await lab.pool.query(corrupt, [large, JSON.stringify({ cycleId: large, padding: 'x'.repeat(2_000_000) })]);

    lab.startRelay();
    await eventually(() => raw.of(fine).length === 3, 'the good subject flows');
    await eventually(async () => (await lab.count('platform.outbox_failure')) === 2, 'two subjects stop');
    await lab.emit([large, invalid, fine]);
    await eventually(() => raw.of(fine).length === 4, 'it goes on flowing');
    expect([raw.of(large), raw.of(invalid)]).toEqual([[1], [1]]);

    const operations = new EventOperations(lab.unitOfWork, createKafka(lab.kafka));
    const failed = await operations.failedEvents({ limit: 10 });
    expect(failed.map(({ subject, waiting }) => [subject, waiting]).sort()).toEqual(
      [
        [large, 3],
        [invalid, 3],
      ].sort(),
    );
    await lab.pool.query(corrupt, [invalid, JSON.stringify(original.invalid)]);
    await lab.pool.query(corrupt, [large, JSON.stringify(original.large)]);
    for (const { eventId } of failed) await operations.redriveFailedEvent(context, eventId);
    await eventually(() => raw.of(large).length === 4 && raw.of(invalid).length === 4, 'they flow again');
    expect([raw.of(large), raw.of(invalid)]).toEqual([upTo(4), upTo(4)]);
    await expect(operations.redriveFailedEvent(context, randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('makes the months ahead, and moves what came before its month had a partition', async () => {
    const store = new OutboxStore(lab.database);
    const subject = randomUUID();
    await lab.pool.query(
      `insert into platform.outbox (id, topic, type, subject, sequence, actor, cause, data, recorded_at, published_at)
       values ($1, 'laureate.cycles', 'laureate.cycle.completed.v1', $2, 1, 'a', 'c', '{}', now() + interval '4 months', now())`,
      [randomUUID(), subject],
    );
    expect(await lab.count('platform.outbox_default')).toBe(1);
    await Promise.all([store.ensurePartitions(5), store.ensurePartitions(5)]);
    expect(await lab.count('platform.outbox_default')).toBe(0);
    expect(await lab.count('platform.outbox where subject = $1', [subject])).toBe(1);
    await store.close();
  });
});
