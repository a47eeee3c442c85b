import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { Admin, Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage, LogEntry, Producer } from 'kafkajs';
import type { Logger } from 'pino';
import { TOPICS, type Topic } from '#libs/contracts';
import type { KafkaConfig } from '../config/concerns.js';
import type { HealthCheck } from '../telemetry/health.js';
import { log } from '../telemetry/logger.js';

export type {
  Consumer as KafkaConsumer,
  EachBatchPayload as KafkaBatch,
  IHeaders as KafkaHeaders,
  KafkaMessage,
  Producer as KafkaProducer,
};

/** The largest message we send: Kafka's default bound on a record batch, less room for its own fields. */
export const MAX_MESSAGE_BYTES = 1_000_000;

/** How long brokers may take to lead the partitions of new topics, ms. */
const SERVED_WITHIN_MS = 15_000;

const LEVELS = { 1: 'error', 2: 'warn', 4: 'info', 5: 'debug' } as const;
/** Part of every start, rebalance or election; the client repeats what they refused. */
const PASSING = /coordinator|rebalanc|re-joining|not the leader|leadership election|limiting retries/i;

/** Rejections that repeating cannot cure; whatever else goes wrong is an outage. */
const REJECTIONS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
]);

/** Opens the only door to Kafka. It connects when it is used, and logs through pino. */
export function createKafka(config: KafkaConfig, logger: Logger = log): KafkaClient {
  return new KafkaClient(config, logger);
}

/**
 * Kafka as this application uses it: topics and groups by their names in `contracts`, whatever prefix
 * they have in the cluster.
 */
export class KafkaClient {
  private readonly client: Kafka;

  constructor(
    private readonly config: KafkaConfig,
    logger: Logger,
  ) {
    this.client = new kafkajs.Kafka({
      clientId: 'laureate',
      brokers: config.brokers,
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
      logLevel: kafkajs.logLevel.WARN,
      logCreator: () => (entry) => logEntry(logger, entry),
    });
  }

  /** The topic's name in the cluster. */
  nameOf(topic: Topic): string {
    return this.config.prefix + topic;
  }

  /** The topic of a name in the cluster. */
  topicOf(name: string): Topic {
    return name.slice(this.config.prefix.length) as Topic;
  }

  /** A producer that keeps order and loses nothing within its life; after any failure a new one must take its place. */
  createProducer(): Producer {
    return this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    });
  }

  /** A member of a consumer's group. A short wait for data keeps seeks, stops and rebalances prompt. */
  createConsumer(name: string): Consumer {
    return this.client.consumer({
      groupId: `${this.config.prefix}laureate.${name}`,
      sessionTimeout: 30_000,
      rebalanceTimeout: 60_000,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
    });
  }

  /** Creates the topics of `contracts` that are not there, to be kept for ever. Returns the new ones. */
  async ensureTopics(): Promise<string[]> {
    return this.withAdmin(async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = (Object.keys(TOPICS) as Topic[]).filter((topic) => !existing.has(this.nameOf(topic)));
      await admin.createTopics({
        // The client's own wait fails when the broker it asks has not heard of a topic made a moment ago.
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic: this.nameOf(topic),
          numPartitions: TOPICS[topic].partitions,
          replicationFactor: -1,
          configEntries: [{ name: 'retention.ms', value: '-1' }],
        })),
      });
      await this.untilServed(admin, missing);
      return missing;
    });
  }

  /** Waits until the brokers know these topics and lead their partitions. Throws what they say after 15 s. */
  private async untilServed(admin: Admin, topics: Topic[]): Promise<void> {
    const names = topics.map((topic) => this.nameOf(topic));
    for (const end = Date.now() + SERVED_WITHIN_MS; names.length > 0; await sleep(100)) {
      try {
        const { topics: known } = await admin.fetchTopicMetadata({ topics: names });
        if (known.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
      } catch (error) {
        const { type } = error as { type?: string };
        if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'LEADER_NOT_AVAILABLE') throw error;
        if (Date.now() > end) throw error;
      }
      if (Date.now() > end) throw new Error(`Nobody leads all partitions of ${names.join(', ')}.`);
    }
  }

  /** Where the log of each partition begins and ends (the offset after its last message). */
  async offsets(topics: Topic[]): Promise<Map<Topic, Map<number, { first: number; end: number }>>> {
    return this.withAdmin(async (admin) => {
      const offsets = new Map<Topic, Map<number, { first: number; end: number }>>();
      for (const topic of topics) {
        const partitions = await admin.fetchTopicOffsets(this.nameOf(topic));
        offsets.set(
          topic,
          new Map(partitions.map(({ partition, low, high }) => [partition, { first: Number(low), end: Number(high) }])),
        );
      }
      return offsets;
    });
  }

  /** Asks the cluster for a topic of ours. */
  healthCheck(): HealthCheck {
    const [topic] = Object.keys(TOPICS) as Topic[];
    return {
      name: 'kafka',
      check: () => this.withAdmin((admin) => admin.fetchTopicMetadata({ topics: [this.nameOf(topic!)] })),
    };
  }

  private async withAdmin<T>(fn: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.client.admin({ retry: { retries: 3 } });
    await admin.connect();
    try {
      return await fn(admin);
    } finally {
      await admin.disconnect();
    }
  }
}

function logEntry(logger: Logger, { level, namespace, log: { message, ...fields } }: LogEntry): void {
  const passing = PASSING.test(message) || PASSING.test(String(fields['error'] ?? ''));
  const name = passing ? 'debug' : (LEVELS[level as keyof typeof LEVELS] ?? 'debug');
  // Ours has a time and a name already.
  logger[name]({ ...fields, timestamp: undefined, logger: undefined, source: `kafka/${namespace}` }, message);
}

/** Creates the topics of `contracts` that are not there; part of `npm run migrate`. Returns the new ones. */
export async function ensureTopics(config: KafkaConfig): Promise<string[]> {
  return createKafka(config).ensureTopics();
}

/** The offset the broker was asked for when it gave this batch: it has nothing between that and the first message. */
export function fetchedFrom({ batch }: EachBatchPayload): number {
  // Kept by the client beside what its types name.
  return Number((batch as { fetchedOffset?: string }).fetchedOffset ?? batch.firstOffset());
}

/** The type of the broker's rejection, when it refused a message for good; null for an outage. */
export function rejectionOf(error: unknown): string | null {
  for (let e = error; e instanceof Error; e = e.cause) {
    const { type } = e as { type?: unknown };
    if (typeof type === 'string' && REJECTIONS.has(type)) return type;
  }
  return null;
}
