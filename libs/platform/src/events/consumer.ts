import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { log } from '../telemetry/logger.js';
import { CONSUMER_SETTINGS, type ConsumerDefinition, type ConsumerSettings } from './consumer-definition.js';
import { EventApplier } from './event-applier.js';
import {
  type ConsumedPartition,
  beginReplay,
  openPartitions,
  redrivenLetters,
  registerConsumer,
  replayOf,
} from './inbox.js';
import { type KafkaBatch, type KafkaClient, type KafkaConsumer, type KafkaMessage, fetchedFrom } from './kafka.js';
import { OffsetCommitter } from './offset-committer.js';
import { LostGroup, Heartbeat } from './heartbeat.js';
import type { NotificationListener } from './notification-listener.js';

const PARTITIONS_AT_ONCE = 3;
const RESTART_MS = 1_000;
const MAX_BACKOFF_MS = 5_000;

/** What a consumer host works with. */
export interface ConsumerHostOptions {
  definition: ConsumerDefinition;
  kafka: KafkaClient;
  unitOfWork: UnitOfWork;
  listener: NotificationListener;
  logger?: Logger;
  settings?: Partial<ConsumerSettings>;
}

/** Thrown to leave a batch unfinished: the process stops or the partition is somebody else's now. */
class Interrupted extends Error {}

/**
 * Reads the topics of one consumer as a member of its group. The offset in the database is the
 * truth; Kafka's copy is for operators' tools. While the database or whatever a handler needs is
 * away it waits, and gives nothing up.
 */
export class ConsumerHost {
  /** For health: whether it is a member of the group, and what is wrong. */
  state: { joined: boolean; problem: string | null } = { joined: false, problem: null };

  readonly name: string;
  private readonly settings: ConsumerSettings;
  private readonly logger: Logger;
  private readonly applier: EventApplier;
  private readonly stopping = new AbortController();
  private readonly committer = new OffsetCommitter((offsets) => this.consumer?.commitOffsets(offsets));
  private consumer: KafkaConsumer | undefined;
  private assigned: ConsumedPartition[] = [];
  private replay = 0;
  private poll: NodeJS.Timeout | undefined;
  private wishes: Promise<void> | undefined;
  private wishedAgain = false;
  private opening: Promise<void> | undefined;
  private ignoreNotifications: () => void = () => undefined;

  constructor(private readonly options: ConsumerHostOptions) {
    const { definition, unitOfWork } = options;
    this.name = definition.name;
    this.settings = { ...CONSUMER_SETTINGS, ...options.settings };
    this.logger = (options.logger ?? log).child({ consumer: this.name });
    this.applier = new EventApplier(definition, this.settings, unitOfWork, this.logger);
  }

  /** Begins, and goes on through outages until `stop`. Returns at once; `state.joined` tells when it reads. */
  start(): void {
    this.opening = this.open();
    this.ignoreNotifications = this.options.listener.on('consumer', (name) => {
      if (name === '' || name === this.name) this.lookForWishes();
    });
    this.poll = setInterval(() => this.lookForWishes(), this.settings.pollMs);
  }

  /** Finishes the running transaction, leaves the group. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.ignoreNotifications();
    clearInterval(this.poll);
    await this.opening;
    await this.wishes;
    await this.consumer?.stop();
    await this.consumer?.disconnect();
    this.committer.clear();
    this.state.joined = false;
  }

  private async open(): Promise<void> {
    await this.untilItWorks(async () => {
      await this.options.unitOfWork.run(this.context('start'), async ({ em }) => {
        await registerConsumer(em, this.name, this.options.definition.topics);
        this.replay = await replayOf(em, this.name);
      });
      const { kafka, definition } = this.options;
      const consumer = kafka.createConsumer(this.name);
      this.consumer = consumer;
      this.watch(consumer);
      try {
        await consumer.connect();
        await consumer.subscribe({
          topics: definition.topics.map((topic) => kafka.nameOf(topic)),
          fromBeginning: true,
        });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
          eachBatch: (batch) => this.readBatch(batch),
        });
      } catch (error) {
        await consumer.disconnect().catch(() => undefined);
        throw error;
      }
    }).catch(ignoreInterruption);
  }

  private watch(consumer: KafkaConsumer): void {
    consumer.on('consumer.group_join', ({ payload: { memberAssignment } }) => {
      this.committer.clear();
      this.assigned = Object.entries(memberAssignment).flatMap(([name, partitions]) =>
        partitions.map((partition) => this.partitionOf(name, partition)),
      );
      void this.seekToKnown();
    });
    consumer.on('consumer.rebalancing', () => void (this.state.joined = false));
    consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
      this.state = { joined: false, problem: error.message };
      this.logger.error({ err: error, restart }, 'The consumer crashed');
      if (restart || this.stopping.signal.aborted) return;
      this.opening = sleep(RESTART_MS).then(() => this.open());
    });
  }

  /** Reads on from where the database says. What comes in between is noticed when a batch takes its partition's row. */
  private async seekToKnown(): Promise<void> {
    const { assigned } = this;
    const { kafka, unitOfWork, definition } = this.options;
    await this.untilItWorks(async () => {
      const log = await kafka.offsets(definition.topics);
      const known = await unitOfWork.run(this.context('assignment'), ({ em }) =>
        openPartitions(
          em,
          assigned.map((at) => ({ ...at, first: log.get(at.topic)?.get(at.partition)?.first ?? 0 })),
        ),
      );
      // Asked again: whoever had these partitions before may have gone on meanwhile.
      const now = await kafka.offsets(definition.topics);
      if (assigned !== this.assigned) return;
      for (const [i, at] of assigned.entries()) {
        const end = now.get(at.topic)?.get(at.partition)?.end ?? 0;
        if (known[i]! > end) this.logger.error({ ...at, known: known[i], end }, 'Kafka lost events: was it restored?');
        this.seek(at, known[i]!);
      }
      this.state = { joined: true, problem: null };
    }).catch(ignoreInterruption);
  }

  private seek({ topic, partition }: ConsumedPartition, offset: number): void {
    this.consumer?.seek({ topic: this.options.kafka.nameOf(topic), partition, offset: String(offset) });
  }

  private async readBatch(payload: KafkaBatch): Promise<void> {
    const { batch, resolveOffset, heartbeat, isStale } = payload;
    const partition = this.partitionOf(batch.topic, batch.partition);
    const membership = new Heartbeat(heartbeat);
    const goOn = () => {
      membership.check();
      if (this.stopping.signal.aborted || isStale()) throw new Interrupted();
    };
    let from = fetchedFrom(payload);
    try {
      for (const messages of inChunks(batch.messages, this.settings.batchSize)) {
        const elsewhere = await this.untilItWorks(async () => {
          goOn();
          return this.applier.apply(partition, messages, from, goOn);
        });
        if (elsewhere) {
          this.seek(partition, elsewhere.nextOffset);
          return;
        }
        const { offset } = messages.at(-1)!;
        resolveOffset(offset);
        from = Number(offset) + 1;
        this.committer.add({ topic: batch.topic, partition: batch.partition, offset: String(from) });
      }
      membership.check();
    } catch (error) {
      if (error instanceof LostGroup) throw error.cause;
      if (!(error instanceof Interrupted)) throw error;
    } finally {
      membership.stop();
    }
  }

  /** Repeats what fails because something is away, ever slower; ends with `Interrupted` when the consumer stops. */
  private async untilItWorks<T>(fn: () => Promise<T>): Promise<T> {
    for (let failures = 0; ; failures++) {
      if (this.stopping.signal.aborted) throw new Interrupted();
      try {
        const result = await fn();
        if (failures > 0) {
          this.state.problem = null;
          this.logger.info('The consumer goes on');
        }
        return result;
      } catch (error) {
        if (error instanceof Interrupted || error instanceof LostGroup) throw error;
        this.state.problem = (error as Error).message;
        if (failures === 0) this.logger.warn({ err: error }, 'The consumer waits');
      }
      const pause = Math.min(MAX_BACKOFF_MS, 100 * 2 ** failures);
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** Looks whether somebody wants a replay or a redrive, one look at a time. */
  private lookForWishes(): void {
    if (this.stopping.signal.aborted) return;
    if (this.wishes) {
      this.wishedAgain = true;
      return;
    }
    this.wishes = this.fulfilWishes()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'Replays and redrives wait'))
      .finally(() => {
        this.wishes = undefined;
        if (!this.wishedAgain) return;
        this.wishedAgain = false;
        this.lookForWishes();
      });
  }

  private async fulfilWishes(): Promise<void> {
    const { unitOfWork, definition } = this.options;
    if (await unitOfWork.run(this.context('replay'), (work) => beginReplay(work, this.name, definition.reset))) {
      this.logger.info('The consumer begins again at offset 0');
    }
    const replay = await unitOfWork.read((em) => replayOf(em, this.name));
    if (replay !== this.replay) {
      this.replay = replay;
      await this.seekToKnown();
    }
    for (const letter of await unitOfWork.read((em) => redrivenLetters(em, this.name))) {
      if (this.stopping.signal.aborted) return;
      await this.applier.redrive(letter);
    }
  }

  private partitionOf(topicName: string, partition: number): ConsumedPartition {
    return { consumer: this.name, topic: this.options.kafka.topicOf(topicName), partition };
  }

  private context(what: string) {
    return { actor: { id: `service:${this.name}` }, cause: `consumer:${this.name}/${what}` };
  }
}

function ignoreInterruption(error: unknown): void {
  if (!(error instanceof Interrupted)) throw error;
}

function* inChunks(messages: KafkaMessage[], size: number): Generator<KafkaMessage[]> {
  for (let i = 0; i < messages.length; i += size) yield messages.slice(i, i + size);
}
