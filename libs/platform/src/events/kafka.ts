import kafkajs from 'kafkajs';
import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage, LogEntry, Producer } from 'kafkajs';
import { pino, type Logger } from 'pino';
import { TOPICS } from '#libs/contracts';
import type { KafkaConfig } from '../config/concerns.js';

export type {
  Consumer as KafkaConsumer,
  EachBatchPayload as KafkaBatch,
  IHeaders as KafkaHeaders,
  Kafka,
  KafkaMessage,
  Producer as KafkaProducer,
};

/** The largest message we send: Kafka's default bound on a record batch, less room for its own fields. */
export const MAX_MESSAGE_BYTES = 1_000_000;

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

/** The only door to Kafka: a client that logs through pino. It connects when it is used. */
export function createKafka(config: KafkaConfig, logger: Logger = pino({ name: 'kafka' })): Kafka {
  return new kafkajs.Kafka({
    clientId: 'laureate',
    brokers: config.brokers,
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 6 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => logEntry(logger, entry),
  });
}

function logEntry(logger: Logger, { level, namespace, log }: LogEntry): void {
  const { message, timestamp: _, logger: __, ...fields } = log;
  const passing = PASSING.test(message) || PASSING.test(String(fields['error'] ?? ''));
  const name = passing ? 'debug' : (LEVELS[level as keyof typeof LEVELS] ?? 'debug');
  logger[name]({ ...fields, namespace }, message);
}

/** A producer that keeps order and loses nothing within its life; after any failure a new one must take its place. */
export function createProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
  });
}

/** A member of a consumer's group. A short wait for data keeps seeks, stops and rebalances prompt. */
export function createConsumer(kafka: Kafka, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    sessionTimeout: 30_000,
    rebalanceTimeout: 60_000,
    heartbeatInterval: 1_000,
    maxWaitTimeInMs: 250,
    allowAutoTopicCreation: false,
  });
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

/** Creates the topics of `contracts` that are not there, to be kept for ever; part of `npm run migrate`. Returns the new ones' names. */
export async function ensureTopics(config: KafkaConfig, logger?: Logger): Promise<string[]> {
  const admin = createKafka(config, logger).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = Object.entries(TOPICS).filter(([topic]) => !existing.has(topic));
    await admin.createTopics({
      topics: missing.map(([topic, { partitions }]) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: [{ name: 'retention.ms', value: '-1' }],
      })),
    });
    return missing.map(([topic]) => topic);
  } finally {
    await admin.disconnect();
  }
}
