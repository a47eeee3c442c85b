import { type Finding, leftToPeople } from '../doctor/checkup.js';
import type { ConsumerStatus, FailedEventRow } from './event-operations.js';

/** What the outbox, Kafka and the consumers say, each asked after the one before. */
export interface EventsView {
  /** Events not published: how many, and for how long the oldest has waited, in seconds. */
  waiting: { count: number; seconds: number };
  /** Events that stop their subjects; some of them when there are many. */
  failed: FailedEventRow[];
  /** By topic: how many events the database knows as published, and how many messages Kafka holds. */
  topics: { topic: string; published: number; kept: number }[];
  /** Now, and where each was some seconds ago. */
  consumers: ConsumerStatus[];
  before: ConsumerStatus[];
  /** Consumers there should be. */
  expected: string[];
}

/** A finding; with the topic whose events are to be published again, where that mends it. */
export type EventsFinding = Finding & { republish: string | null };

/** Events wait no longer than this while a relay works. */
const WAITS_TOO_LONG_S = 60;
/** More unread messages than this are said even while a consumer goes on. */
const FAR_BEHIND = 1_000;

/** Holds outbox, Kafka and consumers against each other. */
export function eventsFindings(view: EventsView): EventsFinding[] {
  const lost = topicsThatLost(view);
  return [
    ...lost.map((found) => ({ ...found, republish: found.where })),
    ...[...relayFindings(view), ...view.expected.flatMap((name) => consumerFindings(name, view))].map((found) => ({
      ...found,
      republish: null,
    })),
  ];
}

function topicsThatLost({ topics, consumers }: EventsView): Finding[] {
  return topics.flatMap(({ topic, published, kept }) => {
    const ahead = consumers.filter(({ partitions }) =>
      partitions.some((at) => at.topic === topic && at.nextOffset > at.endOffset),
    );
    if (kept >= published && ahead.length === 0) return [];
    const readers = ahead.map(({ name }) => name).join(', ');
    return [
      {
        code: 'events-lost-by-kafka',
        severity: 'broken' as const,
        where: topic,
        what:
          `${published} events were published to ${topic}, and Kafka holds ${kept} messages of it` +
          `${readers ? `; ${readers} had read further than it goes` : ''}. Kafka was emptied, or restored from an older copy.`,
        wouldDo:
          'Publish the events of this topic again, all of them, from the outbox, and have every consumer read them from the ' +
          'first. Consumers know by its id what they have handled: nothing is done twice, no mail is sent again.',
        refusedBecause: null,
      },
    ];
  });
}

function relayFindings({ waiting, failed }: EventsView): Finding[] {
  const stopped = failed.map(({ eventId, subject, type, reason, waiting: behind }) =>
    leftToPeople(
      {
        code: 'event-refused',
        severity: 'broken',
        where: subject,
        what: `The event ${eventId} (${type}) cannot be published, and ${behind - 1} later events of its subject wait for it. Kafka said: ${reason}`,
      },
      `Mend what stopped it, then let it be tried again: POST /v1/events/failed/${eventId}/redrive.`,
    ),
  );
  const held = failed.reduce((sum, each) => sum + each.waiting, 0);
  if (waiting.seconds < WAITS_TOO_LONG_S || waiting.count <= held) return stopped;
  return [
    ...stopped,
    leftToPeople(
      {
        code: 'events-wait',
        severity: 'broken',
        where: 'outbox',
        what: `${waiting.count} events are not published; the oldest has waited for ${Math.round(waiting.seconds)} s.`,
      },
      'Events go out as soon as a relay runs and reaches Kafka: look at the health of the relay.',
    ),
  ];
}

function consumerFindings(name: string, { consumers, before }: EventsView): Finding[] {
  const consumer = consumers.find((each) => each.name === name);
  const where = `consumer ${name}`;
  if (!consumer) {
    return [
      leftToPeople(
        { code: 'consumer-unknown', severity: 'broken', where, what: `The consumer ${name} has never run here.` },
        'Start the service; it reads all events from the first.',
      ),
    ];
  }
  return [...lagFindings(consumer, where, before), ...deadLetterFindings(consumer, where)];
}

function lagFindings(consumer: ConsumerStatus, where: string, before: ConsumerStatus[]): Finding[] {
  const { name, lag } = consumer;
  const then = before.find((each) => each.name === name);
  const stuck = consumer.partitions.filter(
    ({ topic, partition, nextOffset, lag: unread }) =>
      unread > 0 &&
      then?.partitions.some(
        (at) => at.topic === topic && at.partition === partition && at.lag > 0 && at.nextOffset === nextOffset,
      ),
  );
  if (stuck.length > 0) {
    return [
      leftToPeople(
        {
          code: 'consumer-stands-still',
          severity: 'broken',
          where,
          what: `The consumer ${name} has ${lag} messages to read and does not go on.`,
        },
        `Is its service running? Its health (\`consumer-${name}\`) says what it waits for; it goes on where it stopped.`,
      ),
    ];
  }
  if (lag <= FAR_BEHIND) return [];
  const what = `The consumer ${name} goes on, and has ${lag} messages to read.`;
  return [leftToPeople({ code: 'consumer-far-behind', severity: 'notice', where, what }, 'Wait, or run more of it.')];
}

function deadLetterFindings({ name, deadLetters }: ConsumerStatus, where: string): Finding[] {
  if (deadLetters === 0) return [];
  return [
    leftToPeople(
      {
        code: 'dead-letters',
        severity: 'broken',
        where,
        what: `The consumer ${name} could not handle ${deadLetters} of the messages it read, and went on without them.`,
      },
      'Look at them (`laureate events dead`), mend the cause, then hand each back (`laureate events redrive`).',
    ),
  ];
}
