import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MikroORM } from '@mikro-orm/postgresql';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import { pino } from 'pino';
import type { LaureateEvent } from '#libs/contracts';
import {
  type ConsumerDefinition,
  ConsumerHost,
  type DatabaseConfig,
  type KafkaConfig,
  NotificationListener,
  OutboxRelay,
  OutboxWaker,
  UnitOfWork,
  createKafka,
  databaseOptions,
  ensureTopics,
  migrateDatabase,
  platformMigrations,
  toMessage,
} from '#libs/platform';
import type { LocalServers } from '../../deploy/local/index.js';
import { type Figure, type Suite, atLeastRatio, below, median } from './harness.js';

const EVENTS = 20_000;
const SUBJECTS = 2_000;
const BATCH = 1_000;
const ROUNDS = 3;
const LATENCY_EVENTS = 60;
const LATENCY_PAUSE_MS = 40;
const LEAST_RATIO = 0.3;
const LATENCY_BOUND_MS = 50;
const TOPIC = 'laureate.entries';
const logger = pino({ level: 'warn' });

/** Outbox → relay → Kafka → inbox, beside a bare producer and consumer of the same messages. */
export const eventsSuite: Suite = {
  name: 'events',
  servers: ['postgres', 'kafka'],
  async run(servers, progress) {
    const database = { url: servers.databaseUrl, poolSize: 10, transactionTimeoutMs: 3_000 };
    await migrateDatabase(database.url, platformMigrations);
    const ours: number[] = [];
    const bare: number[] = [];
    const latencies: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const result = await runRound(servers, database);
      progress(
        `round ${round}: ${result.ours.toFixed(0)} events/s, bare ${result.bare.toFixed(0)}, latency ${result.latency.toFixed(1)} ms`,
      );
      ours.push(result.ours);
      bare.push(result.bare);
      latencies.push(result.latency);
    }
    const throughput = { name: 'outbox to inbox', value: median(ours), unit: 'events/s', yardstick: median(bare) };
    const latency = { name: 'outbox to consumer at rest, median', value: median(latencies), unit: 'ms' };
    return [atLeastRatio(throughput, LEAST_RATIO), below(latency, LATENCY_BOUND_MS)] satisfies Figure[];
  },
};

/** One round on topics of its own: events a second of both ways, and the median latency in ms. */
async function runRound({ kafkaBrokers }: LocalServers, database: DatabaseConfig) {
  const kafka = { brokers: kafkaBrokers, prefix: `bench-${randomUUID().slice(0, 8)}.` };
  await ensureTopics(kafka);
  const app = await openHouse(database, kafka);
  try {
    const events = await app.fillOutbox();
    const ours = await app.relayAll();
    const latency = await app.latencyAtRest();
    await app.close();
    const bare = await runBare(kafka, events);
    return { ours: EVENTS / ours, bare: EVENTS / bare, latency };
  } finally {
    await app.close();
  }
}

/** Everything of ours in one process, as `standalone` has it. */
async function openHouse(database: DatabaseConfig, kafka: KafkaConfig) {
  const writer = await openUnitOfWork('api', database);
  const reader = await openUnitOfWork('worker', database);
  const received = new Received();
  const listener = new NotificationListener(database.url, 'worker');
  const definition: ConsumerDefinition = {
    name: `bench-${randomUUID()}`,
    topics: [TOPIC],
    handleBatch: async (events) => received.take(events),
  };
  const host = new ConsumerHost({
    definition,
    kafka: createKafka(kafka, logger),
    unitOfWork: reader.unitOfWork,
    listener,
    logger,
  });
  const relay = new OutboxRelay({ database, kafka, logger });
  let closing: Promise<void> | undefined;
  const stop = async () => {
    await host.stop();
    await relay.stop();
    await listener.stop();
    await Promise.all([writer.close(), reader.close()]);
  };
  listener.start();
  host.start();
  while (!host.state.joined) await sleep(10);
  return {
    async fillOutbox(): Promise<LaureateEvent[]> {
      const subjects = Array.from({ length: SUBJECTS }, () => randomUUID());
      for (let i = 0; i < EVENTS; i += BATCH) {
        await writer.unitOfWork.run(CONTEXT, async (work) => {
          for (let n = i; n < i + BATCH; n++) work.emit(newEvent(subjects[n % SUBJECTS]!));
        });
      }
      return Array.from({ length: EVENTS }, (_, n) => published(subjects[n % SUBJECTS]!, n));
    },
    /** Seconds from the relay's start to the last event handled. */
    async relayAll(): Promise<number> {
      const all = received.until(EVENTS);
      const begun = performance.now();
      relay.start();
      await all;
      return (performance.now() - begun) / 1000;
    },
    /** Median ms from the commit of a single event to its handler, when nothing else goes on. */
    async latencyAtRest(): Promise<number> {
      const waits: number[] = [];
      for (let n = 1; n <= LATENCY_EVENTS; n++) {
        const handled = received.until(EVENTS + n);
        await writer.unitOfWork.run(CONTEXT, async (work) => work.emit(newEvent(randomUUID())));
        const committed = performance.now();
        await handled;
        waits.push(performance.now() - committed);
        await sleep(LATENCY_PAUSE_MS);
      }
      return median(waits);
    },
    close: () => (closing ??= stop()),
  };
}

/** Seconds from the first message sent to the last one read, by kafkajs alone. */
async function runBare(config: KafkaConfig, events: LaureateEvent[]): Promise<number> {
  const kafka = new Kafka({ brokers: config.brokers, logLevel: logLevel.NOTHING });
  const topic = `${config.prefix}bare`;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 6 }], waitForLeaders: true });
  await admin.disconnect();
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 250 });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  try {
    const joined = Promise.withResolvers<void>();
    consumer.on('consumer.group_join', () => joined.resolve());
    const received = new Received();
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachBatch: async ({ batch }) => received.take(batch.messages) });
    await producer.connect();
    await joined.promise;
    const all = received.until(EVENTS);
    const begun = performance.now();
    for (let i = 0; i < events.length; i += BATCH) {
      await producer.send({ topic, messages: events.slice(i, i + BATCH).map(toMessage) });
    }
    await all;
    return (performance.now() - begun) / 1000;
  } finally {
    await producer.disconnect();
    await consumer.disconnect();
  }
}

/** Counts what arrives and tells when there is enough. */
class Received {
  private count = 0;
  private wanted = Infinity;
  private tell: () => void = () => undefined;

  take(items: unknown[]): void {
    this.count += items.length;
    if (this.count >= this.wanted) this.tell();
  }

  until(count: number): Promise<void> {
    this.wanted = count;
    return new Promise((resolve) => {
      this.tell = resolve;
      if (this.count >= count) resolve();
    });
  }
}

async function openUnitOfWork(app: 'api' | 'worker', database: DatabaseConfig) {
  const orm = await MikroORM.init(databaseOptions(app, database, []));
  return { unitOfWork: new UnitOfWork(orm.em, new OutboxWaker(orm.em)), close: () => orm.close(true) };
}

const CONTEXT = { actor: { id: randomUUID() }, cause: `http:${randomUUID()}` };
const CITY = randomUUID();
const CYCLE = randomUUID();

function newEvent(entryId: string) {
  const digest = '0'.repeat(64);
  const at = '2026-11-23T10:00:00.000Z';
  const data = { entryId, cycleId: CYCLE, cityId: CITY, version: 1, digest, at, late: false };
  return { type: 'laureate.entry.submitted.v1', subject: entryId, data } as const;
}

/** The event as the relay publishes it, for the bare producer. */
function published(entryId: string, n: number): LaureateEvent {
  return {
    ...newEvent(entryId),
    id: randomUUID(),
    sequence: Math.floor(n / SUBJECTS) + 1,
    time: '2026-11-23T10:00:00.000Z',
    actor: CONTEXT.actor.id,
    onBehalfOf: null,
    cause: CONTEXT.cause,
    traceparent: null,
  };
}
