import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS, type Topic } from '#libs/contracts';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { WorkContext } from '../database/work.js';
import type { MendableFinding, Checkup } from '../doctor/checkup.js';
import type { EventOperations } from './event-operations.js';
import { type EventsView, eventsFindings } from './events-checkup.rules.js';
import type { KafkaClient } from './kafka.js';

const FAILED_SHOWN = 20;
/** A consumer that runs moves on within this time, ms. */
const MOVES_WITHIN_MS = 2_000;
/** Rows marked in one transaction. */
const BATCH = 5_000;

/** Looks at outbox, Kafka and consumers; publishes again what Kafka lost. */
export class EventsCheckup implements Checkup {
  readonly name = 'events';

  /** `expected` names the consumers of the application. */
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly kafka: KafkaClient,
    private readonly operations: EventOperations,
    private readonly expected: string[],
  ) {}

  async examine(): Promise<MendableFinding[]> {
    return eventsFindings(await this.view()).map(({ republish, ...finding }) => ({
      ...finding,
      mend: republish === null ? null : (context) => this.republish(context, republish),
    }));
  }

  private async view(): Promise<EventsView> {
    const { expected } = this;
    const [waiting, published] = await Promise.all([this.waiting(), this.published()]);
    // Kafka after the database: a message is there before its row says so.
    const logs = await this.kafka.offsets(Object.keys(TOPICS) as Topic[]);
    const topics = [...logs].map(([topic, partitions]) => ({
      topic,
      published: published.get(topic) ?? 0,
      kept: [...partitions.values()].reduce((sum, { first, end }) => sum + end - first, 0),
    }));
    const failed = await this.operations.failedEvents({ limit: FAILED_SHOWN });
    const before = await this.operations.consumers();
    if (before.every(({ lag }) => lag === 0)) return { waiting, failed, topics, consumers: before, before, expected };
    await sleep(MOVES_WITHIN_MS);
    return { waiting, failed, topics, consumers: await this.operations.consumers(), before, expected };
  }

  private async waiting(): Promise<EventsView['waiting']> {
    const sql = `select count(*)::int as count, coalesce(extract(epoch from now() - min(recorded_at)), 0)::float as seconds
      from platform.outbox where published_at is null`;
    const [row] = await this.unitOfWork.read((em) => em.execute<EventsView['waiting'][]>(sql));
    return row!;
  }

  private async published(): Promise<Map<string, number>> {
    const sql = `select topic, count(*)::int as count from platform.outbox where published_at is not null group by topic`;
    const rows = await this.unitOfWork.read((em) => em.execute<{ topic: string; count: number }[]>(sql));
    return new Map(rows.map(({ topic, count }) => [topic, count]));
  }

  /** Sends the readers of a topic to its beginning, then has all its events published again, oldest first. */
  private async republish(context: WorkContext, topic: string): Promise<void> {
    const [begun] = await this.unitOfWork.run(context, ({ em }) =>
      em.execute<{ at: string }[]>('select platform.reread(?)::text as at', [topic]),
    );
    for (let marked = BATCH; marked === BATCH;) {
      const [row] = await this.unitOfWork.run(context, ({ em }) =>
        em.execute<{ marked: number }[]>('select platform.republish(?, ?::timestamptz, ?) as marked', [
          topic,
          begun!.at,
          BATCH,
        ]),
      );
      marked = row!.marked;
    }
  }
}
