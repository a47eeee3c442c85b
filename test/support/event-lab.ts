import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { pino } from 'pino';
import type { LaureateEvent } from '#libs/contracts';
import {
  type ConsumerDefinition,
  ConsumerHost,
  type ConsumerSettings,
  type DatabaseConfig,
  type KafkaConfig,
  NotificationListener,
  OutboxRelay,
  OutboxWaker,
  type RelaySettings,
  UnitOfWork,
  createKafka,
  databaseOptions,
  platformMigrations,
} from '#libs/platform';
import { createTestDatabase } from './test-database.js';

const silent = pino({ level: 'silent' });

/** Topics of its own in the test Kafka, and how to reach them. */
export async function createTestTopics(): Promise<KafkaConfig> {
  const brokers = process.env['LAUREATE_TEST_KAFKA_BROKERS'];
  if (!brokers) throw new Error('Run this with jest --selectProjects servers: it needs the test Kafka.');
  const config = { brokers: brokers.split(','), prefix: `test-${randomUUID().slice(0, 8)}.` };
  await createKafka(config, silent).ensureTopics();
  return config;
}

/** A process that consumes: its own pool and listener. `kill` closes its connections under it. */
export interface ConsumerProcess {
  host: ConsumerHost;
  unitOfWork: UnitOfWork;
  stop(): Promise<void>;
}

/** An outbox, topics and what reads them, for tests of events. */
export class EventLab {
  private readonly closing: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: DatabaseConfig,
    readonly kafka: KafkaConfig,
    readonly pool: pg.Pool,
    readonly unitOfWork: UnitOfWork,
  ) {}

  static async open(database?: DatabaseConfig): Promise<EventLab> {
    const [own, kafka] = await Promise.all([database ?? createTestDatabase(platformMigrations), createTestTopics()]);
    const pool = new pg.Pool({ connectionString: own.url, max: 3 });
    pool.on('error', () => undefined);
    const { unitOfWork, close } = await openUnitOfWork('api', own);
    const lab = new EventLab(own, kafka, pool, unitOfWork);
    lab.closing.push(close, () => pool.end());
    return lab;
  }

  /** Writes `count` events of each subject, one transaction a subject. */
  async emit(subjects: string[], count = 1): Promise<void> {
    const context = { actor: { id: 'service:test' }, cause: 'command:test' };
    for (const cycleId of subjects) {
      await this.unitOfWork.run(context, async (work) => {
        for (let i = 0; i < count; i++) {
          work.emit({ type: 'laureate.cycle.completed.v1', subject: cycleId, data: { cycleId } });
        }
      });
    }
  }

  /** Starts a relay; stopped with the lab unless it was before. */
  startRelay(settings: Partial<RelaySettings> = {}): OutboxRelay {
    const relay = new OutboxRelay({ database: this.database, kafka: this.kafka, logger: silent, settings });
    let stopped: Promise<void> | undefined;
    const stop = relay.stop.bind(relay);
    relay.stop = () => (stopped ??= stop());
    relay.start();
    this.closing.unshift(() => relay.stop());
    return relay;
  }

  /** Starts a process of a consumer and waits until it reads. */
  async startConsumer(
    definition: Omit<ConsumerDefinition, 'topics'> & Partial<Pick<ConsumerDefinition, 'topics'>>,
    settings: Partial<ConsumerSettings> = {},
  ): Promise<ConsumerProcess> {
    const { unitOfWork, close } = await openUnitOfWork('worker', this.database);
    const listener = new NotificationListener(this.database.url, 'worker');
    const kafka = createKafka(this.kafka, silent);
    const host = new ConsumerHost({
      definition: { topics: ['laureate.cycles'], ...definition },
      kafka,
      unitOfWork,
      listener,
      logger: silent,
      settings: { backoffMs: 10, pollMs: 1_000, ...settings },
    });
    listener.start();
    host.start();
    let stopped: Promise<void> | undefined;
    const stop = () =>
      (stopped ??= host
        .stop()
        .then(() => listener.stop())
        .then(close));
    this.closing.unshift(stop);
    await eventually(() => host.state.joined, 'the consumer joins');
    return { host, unitOfWork, stop };
  }

  /** How many rows a query finds, as the owner of the database. */
  async count(from: string, values: unknown[] = []): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>(`select count(*)::int as count from ${from}`, values);
    return rows[0]!.count;
  }

  /** Breaks every connection to the database and lets none in, until the function returned is called. */
  async takeDatabaseAway(): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: process.env['LAUREATE_TEST_DATABASE_URL'] });
    const name = new URL(this.database.url).pathname.slice(1);
    await client.connect();
    await client.query(`alter database ${name} allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    return async () => {
      await client.query(`alter database ${name} allow_connections true`);
      await client.end();
    };
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
  }
}

/** The unit of work of an app, on a pool of its own. */
export async function openUnitOfWork(app: 'api' | 'worker', database: DatabaseConfig) {
  const orm = await MikroORM.init(databaseOptions(app, database, []));
  const unitOfWork = new UnitOfWork(orm.em, new OutboxWaker(orm.em));
  return { unitOfWork, close: () => orm.close(true) };
}

/** Notes what a consumer was given. */
export class Seen {
  readonly events: LaureateEvent[] = [];

  /** The sequences seen of a subject, in order. */
  of(subject: string): number[] {
    return this.events.filter((event) => event.subject === subject).map(({ sequence }) => sequence);
  }
}

/** Not a bound of anything: what takes longer than this, however busy the machine, is not going to happen. */
const PATIENCE_MS = 100_000;

/** Waits until something holds. */
export async function eventually(
  holds: () => unknown,
  what = holds.toString(),
  timeoutMs = PATIENCE_MS,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs} ms until ${what}.`);
    await sleep(20);
  }
}

export const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
