import { z } from 'zod';

const instant = z.iso.datetime();

/** A message a consumer could not handle: the event, or the raw message when it is none. */
export const DeadLetter = z
  .object({
    id: z.uuid(),
    consumer: z.string(),
    event: z.record(z.string(), z.unknown()).describe('The event; or headers and value of a message that is none'),
    topic: z.string(),
    partition: z.int(),
    offset: z.string().describe('Where the message is in its partition'),
    reason: z.string(),
    attempts: z.int(),
    failedAt: instant,
    redriveWantedAt: instant.nullable().describe('Since when it waits to be tried again'),
  })
  .meta({ id: 'DeadLetter' });

/** An event the relay could not publish. */
export const FailedEvent = z
  .object({
    eventId: z.uuid(),
    type: z.string(),
    topic: z.string(),
    subject: z.string(),
    reason: z.string(),
    failedAt: instant,
    waiting: z.int().describe('Events of its subject that are not published, with this one'),
  })
  .meta({ id: 'FailedEvent' });

/** How far a consumer is. */
export const Consumer = z
  .object({
    name: z.string(),
    topics: z.array(z.string()),
    startedAt: instant,
    replayWanted: z.boolean(),
    deadLetters: z.int(),
    lag: z.int().describe('Messages it has not handled yet'),
    partitions: z.array(
      z.object({
        topic: z.string(),
        partition: z.int(),
        nextOffset: z.int(),
        endOffset: z.int(),
        lag: z.int(),
      }),
    ),
  })
  .meta({ id: 'EventConsumer' });

export const ConsumerName = z.string().min(1).max(100);
