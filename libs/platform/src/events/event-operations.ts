import { Injectable } from '@nestjs/common';
import type { LaureateEvent, Topic } from '#libs/contracts';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { WorkContext } from '../database/work.js';
import { Problem } from '../problem/problem.js';
import { refusal } from '../refusals.words.js';
import type { MetricSource } from '../telemetry/metrics.js';
import type { RawMessage } from './inbox.js';
import { KafkaClient } from './kafka.js';

/** A message a consumer could not handle. */
export interface DeadLetterRow {
  id: string;
  consumer: string;
  event: LaureateEvent | RawMessage;
  topic: string;
  partition: number;
  offset: string;
  reason: string;
  attempts: number;
  failedAt: string;
  redriveWantedAt: string | null;
}

/** An event that could not be published; those after it, of the same subject, wait. */
export interface FailedEventRow {
  eventId: string;
  type: string;
  topic: string;
  subject: string;
  reason: string;
  failedAt: string;
  waiting: number;
}

/** How far a consumer is. */
export interface ConsumerStatus {
  name: string;
  topics: string[];
  startedAt: string;
  replayWanted: boolean;
  deadLetters: number;
  /** Messages it has not handled yet. */
  lag: number;
  partitions: { topic: string; partition: number; nextOffset: number; endOffset: number; lag: number }[];
}

/** How far consumers are behind, asked of Kafka and the database; for the API, which looks after them. */
export const consumerMetrics = (operations: EventOperations): MetricSource[] => [
  {
    name: 'laureate_consumer_lag',
    help: 'Messages a consumer has not handled yet',
    labels: ['consumer'],
    collect: async () =>
      (await operations.consumers()).map(({ name, lag }) => ({ labels: { consumer: name }, value: lag })),
  },
];

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const utc = (column: string) => `to_char(${column} at time zone 'UTC', ${INSTANT})`;

/** What whoever looks after the events may see and do: dead letters, events that stop their subject, replays. */
@Injectable()
export class EventOperations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly kafka: KafkaClient,
  ) {}

  /** Dead letters by id, oldest first, after the id given. */
  async deadLetters(filter: { consumer?: string | undefined; after?: string | undefined; limit: number }) {
    const { consumer = null, after = null, limit } = filter;
    return this.unitOfWork.read((em) =>
      em.execute<DeadLetterRow[]>(
        `select id, consumer, event, topic, partition, message_offset::text as offset, reason, attempts,
           ${utc('failed_at')} as "failedAt", ${utc('redrive_wanted_at')} as "redriveWantedAt"
         from platform.dead_letter
         where (?::text is null or consumer = ?) and (?::uuid is null or id > ?::uuid)
         order by id limit ?`,
        [consumer, consumer, after, after, limit],
      ),
    );
  }

  /** Asks the consumer of a dead letter to try it again. Throws `not-found`. */
  async redriveDeadLetter(context: WorkContext, id: string): Promise<{ id: string; consumer: string }> {
    return this.unitOfWork.run(context, async ({ em, actor }) => {
      const [letter] = await em.execute<{ consumer: string }[]>(
        `update platform.dead_letter set redrive_wanted_at = now(), redrive_wanted_by = ? where id = ? returning consumer`,
        [actor.id, id],
      );
      if (!letter) throw new Problem('not-found', refusal('event.noDeadLetter', { id }));
      await em.execute(`select pg_notify('consumer', ?)`, [letter.consumer]);
      return { id, consumer: letter.consumer };
    });
  }

  /** Events that could not be published, by event id, after the id given. */
  async failedEvents({ after = null, limit }: { after?: string | null | undefined; limit: number }) {
    return this.unitOfWork.read((em) =>
      em.execute<FailedEventRow[]>(
        `select event_id as "eventId", type, topic, subject, reason, ${utc('failed_at')} as "failedAt",
           (select count(*)::int from platform.outbox o
            where o.subject = failure.subject and o.published_at is null) as waiting
         from platform.outbox_failure failure
         where ?::uuid is null or event_id > ?::uuid order by event_id limit ?`,
        [after, after, limit],
      ),
    );
  }

  /** Lets the relay try an event again, and those of its subject after it. Throws `not-found`. */
  async redriveFailedEvent(context: WorkContext, eventId: string): Promise<{ eventId: string; subject: string }> {
    return this.unitOfWork.run(context, async ({ em }) => {
      const [failure] = await em.execute<{ subject: string }[]>(
        'delete from platform.outbox_failure where event_id = ? returning subject',
        [eventId],
      );
      if (!failure) throw new Problem('not-found', refusal('event.notWaiting', { eventId }));
      await em.execute(`select pg_notify('outbox', '')`);
      return { eventId, subject: failure.subject };
    });
  }

  /** Asks a consumer to forget what it has handled and to read from the first event. Throws `not-found`. */
  async requestReplay(context: WorkContext, name: string): Promise<{ name: string }> {
    return this.unitOfWork.run(context, async ({ em }) => {
      const found = await em.execute<{ name: string }[]>(
        'update platform.consumer set replay_wanted = replay + 1, replay_wanted_at = now() where name = ? returning name',
        [name],
      );
      if (found.length === 0) throw new Problem('not-found', refusal('event.noConsumer', { name }));
      await em.execute(`select pg_notify('consumer', ?)`, [name]);
      return { name };
    });
  }

  /** Every consumer with its offsets, lag and dead letters. Throws `unavailable` when Kafka is away. */
  async consumers(): Promise<ConsumerStatus[]> {
    const rows = await this.unitOfWork.read((em) =>
      em.execute<(Omit<ConsumerStatus, 'lag' | 'partitions'> & { offsets: Record<string, number> })[]>(
        `select name, topics, ${utc('started_at')} as "startedAt", replay_wanted > replay as "replayWanted",
           (select count(*)::int from platform.dead_letter d where d.consumer = c.name) as "deadLetters",
           coalesce((select jsonb_object_agg(topic || '/' || partition, next_offset)
            from platform.consumer_offset o where o.consumer = c.name), '{}') as offsets
         from platform.consumer c order by name`,
      ),
    );
    const topics = [...new Set(rows.flatMap((row) => row.topics))] as Topic[];
    const log = await this.kafka.offsets(topics).catch((error: unknown) => {
      throw new Problem('unavailable', refusal('event.noKafka'), { cause: String(error) });
    });
    return rows.map(({ offsets, ...row }) => {
      const partitions = row.topics.flatMap((topic) =>
        [...(log.get(topic as Topic) ?? [])].map(([partition, { end: endOffset }]) => {
          const nextOffset = offsets[`${topic}/${partition}`] ?? 0;
          return { topic, partition, nextOffset, endOffset, lag: Math.max(0, endOffset - nextOffset) };
        }),
      );
      return { ...row, lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions };
    });
  }
}
