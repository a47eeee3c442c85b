import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { LaureateEvent, Topic } from '#libs/contracts';
import type { Work } from '../database/work.js';

/** One partition as one consumer reads it. */
export interface ConsumedPartition {
  consumer: string;
  topic: Topic;
  partition: number;
}

/** A message that could not be handled, as it is kept. */
export interface DeadLetter {
  id: string;
  /** The event, or the raw message when it could not even be read. */
  event: LaureateEvent | RawMessage;
  attempts: number;
}

/** A message that is not an event of ours: text of its headers and value. */
export interface RawMessage {
  headers: Record<string, string>;
  value: string | null;
}

/** Makes the consumer known, so that it can be listed and replayed. */
export async function registerConsumer(em: SqlEntityManager, name: string, topics: string[]): Promise<void> {
  await em.execute(
    `insert into platform.consumer (name, topics) values (?, string_to_array(?, ','))
     on conflict (name) do update set topics = excluded.topics, started_at = now()`,
    [name, topics.join(',')],
  );
}

/**
 * How far the consumer is in these partitions: the next offset of each, beginning with the first
 * the log has. Holds off a replay meanwhile, which must see every row.
 */
export async function openPartitions(
  em: SqlEntityManager,
  partitions: (ConsumedPartition & { first: number })[],
): Promise<number[]> {
  const [one] = partitions;
  if (!one) return [];
  await em.execute('select from platform.consumer where name = ? for share', [one.consumer]);
  const rows = JSON.stringify(partitions);
  await em.execute(
    `insert into platform.consumer_offset as known (consumer, topic, partition, next_offset)
     select * from jsonb_to_recordset(?::jsonb) as p(consumer text, topic text, partition int, first bigint)
     order by topic, partition
     on conflict (consumer, topic, partition) do update set next_offset = excluded.next_offset
     where known.next_offset < excluded.next_offset`,
    [rows],
  );
  const found = await em.execute<{ next_offset: string }[]>(
    `select next_offset from rows from (jsonb_to_recordset(?::jsonb) as (consumer text, topic text, partition int))
       with ordinality as p(consumer, topic, partition, place)
     join platform.consumer_offset using (consumer, topic, partition) order by place`,
    [rows],
  );
  return found.map(({ next_offset }) => Number(next_offset));
}

/**
 * Which of a partition's events are new to its consumer; or, when the database says that another
 * offset is next, that offset.
 */
export type Taken = { fresh: Set<string> } | { nextOffset: number };

/**
 * Notes events as handled and moves on to `nextOffset`, with the consumer's row of the partition
 * locked until the end of the transaction: whoever lost the partition in a rebalance waits here for
 * the one who has it now. Nothing is taken when the offset that is known is not within what was
 * asked for, `from` to `nextOffset`; events before it were handled.
 */
export async function takeEvents(
  em: SqlEntityManager,
  { consumer, topic, partition }: ConsumedPartition,
  { from, nextOffset, events }: { from: number; nextOffset: number; events: { id: string; position: number }[] },
): Promise<Taken> {
  const [row] = await em.execute<{ known: string; fresh: string[] | null }[]>(
    'select known, fresh from platform.take_events(?, ?, ?, ?, ?, ?::jsonb)',
    [consumer, topic, partition, from, nextOffset, JSON.stringify(events)],
  );
  const known = Number(row!.known);
  return from <= known && known < nextOffset ? { fresh: new Set(row!.fresh) } : { nextOffset: known };
}

/** Keeps a message that could not be handled, and why. */
export async function buryMessage(
  em: SqlEntityManager,
  { consumer, topic, partition }: ConsumedPartition,
  letter: { event: LaureateEvent | RawMessage; offset: string; reason: string; attempts: number },
): Promise<void> {
  const eventId = 'id' in letter.event ? letter.event.id : null;
  await em.execute(
    `insert into platform.dead_letter (id, consumer, event_id, event, topic, partition, message_offset, reason, attempts)
     values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?) on conflict (consumer, event_id) do nothing`,
    [
      uuidv7(),
      consumer,
      eventId,
      JSON.stringify(letter.event),
      topic,
      partition,
      letter.offset,
      letter.reason.slice(0, 2_000),
      letter.attempts,
    ],
  );
}

/** Dead letters of the consumer that somebody wants to be tried again, oldest first. */
export async function redrivenLetters(em: SqlEntityManager, consumer: string): Promise<DeadLetter[]> {
  return em.execute<DeadLetter[]>(
    `select id, event, attempts from platform.dead_letter
     where consumer = ? and redrive_wanted_at is not null order by id limit 100`,
    [consumer],
  );
}

/** Removes a redriven dead letter; false when another process of the consumer is working on it. */
export async function takeLetter(em: SqlEntityManager, id: string): Promise<boolean> {
  const rows = await em.execute<{ id: string }[]>(
    `delete from platform.dead_letter where id =
       (select id from platform.dead_letter where id = ? and redrive_wanted_at is not null for update skip locked)
     returning id`,
    [id],
  );
  return rows.length > 0;
}

/** Puts a redriven dead letter back, with the new reason. */
export async function returnLetter(em: SqlEntityManager, id: string, reason: string): Promise<void> {
  await em.execute(
    `update platform.dead_letter
     set attempts = attempts + 1, reason = ?, failed_at = now(), redrive_wanted_at = null, redrive_wanted_by = null
     where id = ?`,
    [reason.slice(0, 2_000), id],
  );
}

/** The number of the consumer's last replay. */
export async function replayOf(em: SqlEntityManager, consumer: string): Promise<number> {
  const [row] = await em.execute<{ replay: number }[]>('select replay from platform.consumer where name = ?', [
    consumer,
  ]);
  return row?.replay ?? 0;
}

/**
 * Carries out a replay that is wanted: waits for the running batches of all processes, then empties
 * the inbox, what is known, the dead letters and the projection, and begins again at offset 0.
 * False when none is wanted.
 */
export async function beginReplay(
  work: Work,
  consumer: string,
  reset?: (work: Work) => Promise<void>,
): Promise<boolean> {
  const { em } = work;
  const wanted = await em.execute<{ name: string }[]>(
    'select name from platform.consumer where name = ? and replay_wanted > replay for update',
    [consumer],
  );
  if (wanted.length === 0) return false;
  await em.execute('update platform.consumer_offset set next_offset = 0, moved_at = now() where consumer = ?', [
    consumer,
  ]);
  for (const table of ['dead_letter', 'inbox']) {
    await em.execute(`delete from platform.${table} where consumer = ?`, [consumer]);
  }
  await reset?.(work);
  await em.execute('update platform.consumer set replay = replay_wanted where name = ?', [consumer]);
  await em.execute(`select pg_notify('consumer', ?)`, [consumer]);
  return true;
}
