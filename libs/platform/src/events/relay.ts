import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import type { Logger } from 'pino';
import type { DatabaseConfig, KafkaConfig } from '../config/concerns.js';
import type { HealthCheck } from '../telemetry/health.js';
import { log } from '../telemetry/logger.js';
import { Semaphore } from './semaphore.js';
import { EventPublisher } from './event-publisher.js';
import { createKafka } from './kafka.js';
import { NotificationListener } from './notification-listener.js';
import { type Claim, OutboxStore } from './outbox-store.js';

/** How a relay works; the publish time-out must leave room for two publications within one lease. */
export interface RelaySettings {
  batchSize: number;
  leaseMs: number;
  publishTimeoutMs: number;
  /** How often it looks without being woken. */
  pollMs: number;
}

const SETTINGS: RelaySettings = { batchSize: 1_000, leaseMs: 15_000, publishTimeoutMs: 5_000, pollMs: 1_000 };
/** While one lane publishes the other claims or marks; publications themselves never overlap. */
const LANES = 2;
const MONTHS_AHEAD = 2;
const DAY_MS = 24 * 3600 * 1000;
const MAX_BACKOFF_MS = 5_000;

export interface RelayOptions {
  database: DatabaseConfig;
  kafka: KafkaConfig;
  logger?: Logger;
  settings?: Partial<RelaySettings>;
}

/**
 * Moves events from the outbox to Kafka, at least once and in order per subject. Any number may
 * run: each claims subjects with a lease, publishes outside any transaction, and marks what is
 * still its own (fenced). After a crash the lease runs out and another relay publishes again;
 * consumers know an event by its id.
 */
export class OutboxRelay {
  /** When it last went through a claim without a failure, and what is wrong now; for health. */
  state: { lastSuccessAt: Date | null; problem: string | null } = { lastSuccessAt: null, problem: null };

  private readonly owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  private readonly settings: RelaySettings;
  private readonly logger: Logger;
  private readonly store: OutboxStore;
  private readonly publisher: EventPublisher;
  private readonly listener: NotificationListener;
  private readonly publishing = new Mutex();
  private readonly semaphore = new Semaphore();
  private readonly stopping = new AbortController();
  private partitionsEnsuredAt = 0;
  private lanes: Promise<void>[] = [];

  constructor(options: RelayOptions) {
    this.settings = { ...SETTINGS, ...options.settings };
    if (this.settings.publishTimeoutMs * LANES >= this.settings.leaseMs) {
      throw new Error('The lease must be longer than two publications may take.');
    }
    this.logger = options.logger ?? log;
    this.store = new OutboxStore(options.database);
    this.publisher = new EventPublisher(createKafka(options.kafka, this.logger));
    this.listener = new NotificationListener(options.database.url, 'relay');
    this.listener.on('outbox', () => this.semaphore.signal());
  }

  /** Begins; goes on through outages until `stop`. */
  start(): void {
    this.listener.start();
    this.lanes = Array.from({ length: LANES }, () => this.lane());
  }

  /** Finishes the claimed batches, then releases everything. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (let i = 0; i < LANES; i++) this.semaphore.signal();
    await Promise.all(this.lanes);
    await this.listener.stop();
    await this.publisher.close();
    await this.store.close();
  }

  /** Up while its last round went through. */
  healthCheck(): HealthCheck {
    return {
      name: 'relay',
      check: async () => {
        if (this.state.problem !== null) throw new Error(this.state.problem);
      },
    };
  }

  private async lane(): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        await this.ensurePartitions();
        const found = await this.relayBatch();
        failures = 0;
        this.state = { lastSuccessAt: new Date(), problem: null };
        if (found === 0) await this.semaphore.wait(this.settings.pollMs);
        else if (found === this.settings.batchSize) this.semaphore.signal();
      } catch (error) {
        this.state.problem = (error as Error).message;
        if (failures++ === 0) this.logger.warn({ err: error }, 'The relay waits');
        await sleep(Math.min(MAX_BACKOFF_MS, 100 * 2 ** failures), undefined, { signal: this.stopping.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  /** Claims, publishes and marks one batch; returns how many events it found. Throws on an outage. */
  private async relayBatch(): Promise<number> {
    const claim = await this.store.claim(this.owner, this.settings.leaseMs, this.settings.batchSize);
    if (claim.events.length > 0) await this.publishAndSettle(claim);
    return claim.events.length;
  }

  private async publishAndSettle(claim: Claim): Promise<void> {
    const { published, failures, outage } = await this.publishing.runExclusive(() =>
      this.publisher.publish(claim.events, this.settings.publishTimeoutMs),
    );
    await this.store.settle(claim, published, failures);
    for (const { claimed, reason } of failures) {
      const { id, type, subject } = claimed.event;
      this.logger.error({ event: id, type, subject, reason }, 'An event cannot be published; its subject waits');
    }
    if (outage) throw outage;
  }

  private async ensurePartitions(): Promise<void> {
    if (Date.now() - this.partitionsEnsuredAt < DAY_MS) return;
    this.partitionsEnsuredAt = Date.now();
    try {
      await this.store.ensurePartitions(MONTHS_AHEAD);
    } catch (error) {
      this.partitionsEnsuredAt = 0;
      throw error;
    }
  }
}
