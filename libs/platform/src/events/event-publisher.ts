import { setTimeout as sleep } from 'node:timers/promises';
import type { Topic } from '#libs/contracts';
import { type EventMessage, MalformedEvent, toMessage, topicOf } from './cloud-event.js';
import { type KafkaClient, type KafkaProducer, MAX_MESSAGE_BYTES, rejectionOf } from './kafka.js';
import type { ClaimedEvent, PublishFailure } from './outbox-store.js';

/** What became of a batch. Events in neither list were not published; `outage` says why the rest was given up. */
export interface Publication {
  published: ClaimedEvent[];
  failures: PublishFailure[];
  outage: Error | null;
}

interface Outgoing {
  claimed: ClaimedEvent;
  topic: Topic;
  message: EventMessage;
  bytes: number;
}

/** Sends events in their order, in as few requests as fit. One that is refused for good stops its subject, no other. */
export class EventPublisher {
  private producer: KafkaProducer | undefined;

  constructor(private readonly kafka: KafkaClient) {}

  /** Publishes what it can within `timeoutMs`; never throws. */
  async publish(events: ClaimedEvent[], timeoutMs: number): Promise<Publication> {
    const result: Publication = { published: [], failures: [], outage: null };
    const stopped = new Set<string>();
    const deadline = Date.now() + timeoutMs;
    const fail = (claimed: ClaimedEvent, reason: string) => {
      stopped.add(claimed.event.subject);
      result.failures.push({ claimed, reason });
    };
    try {
      for (const request of inRequests(events, stopped, fail)) {
        const rejected = await this.send(request, deadline);
        if (!rejected) {
          for (const { claimed } of request) result.published.push(claimed);
          continue;
        }
        for (const outgoing of request) {
          const { claimed } = outgoing;
          if (stopped.has(claimed.event.subject)) continue;
          const reason = await this.send([outgoing], deadline);
          if (reason) fail(claimed, reason);
          else result.published.push(claimed);
        }
      }
    } catch (error) {
      // What was found wrong will be found again; until its predecessors are out it must not stop them.
      return { ...result, failures: [], outage: error as Error };
    }
    return result;
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  /** Null when all is in Kafka, the reason when a message was refused for good; throws on an outage. */
  private async send(request: Outgoing[], deadline: number): Promise<string | null> {
    const producer = (this.producer ??= this.kafka.createProducer());
    const timer = new AbortController();
    try {
      const late = sleep(Math.max(0, deadline - Date.now()), undefined, { signal: timer.signal }).then(() => {
        throw new Error('Kafka did not take the events in time.');
      });
      const sending = producer
        .connect()
        .then(() => producer.sendBatch({ acks: -1, topicMessages: this.byTopic(request) }));
      await Promise.race([sending, late]);
      return null;
    } catch (error) {
      // Its sequence numbers may not be the broker's any more: the broker would take something new for a repetition.
      await this.close();
      const rejection = rejectionOf(error);
      if (rejection === null) throw error;
      return `Kafka refused it: ${rejection}`;
    } finally {
      timer.abort();
    }
  }

  private byTopic(request: Outgoing[]): { topic: string; messages: EventMessage[] }[] {
    return [...Map.groupBy(request, ({ topic }) => topic)].map(([topic, outgoing]) => ({
      topic: this.kafka.nameOf(topic),
      messages: outgoing.map(({ message }) => message),
    }));
  }
}

/**
 * Requests no larger than Kafka takes; decided as they are taken, because an earlier request may
 * have stopped a subject.
 */
function* inRequests(
  events: ClaimedEvent[],
  stopped: Set<string>,
  fail: (claimed: ClaimedEvent, reason: string) => void,
): Generator<Outgoing[]> {
  let request: Outgoing[] = [];
  let size = 0;
  for (const claimed of events) {
    if (stopped.has(claimed.event.subject)) continue;
    const outgoing = prepare(claimed);
    if (typeof outgoing === 'string') {
      fail(claimed, outgoing);
      continue;
    }
    if (size + outgoing.bytes > MAX_MESSAGE_BYTES) {
      yield request;
      request = [];
      size = 0;
      if (stopped.has(claimed.event.subject)) continue;
    }
    request.push(outgoing);
    size += outgoing.bytes;
  }
  if (request.length > 0) yield request;
}

/** The message, or why there can be none. */
function prepare(claimed: ClaimedEvent): Outgoing | string {
  try {
    const message = toMessage(claimed.event);
    const bytes = sizeOf(message);
    if (bytes > MAX_MESSAGE_BYTES) return `It has ${bytes} bytes; Kafka takes ${MAX_MESSAGE_BYTES}.`;
    return { claimed, topic: topicOf(claimed.event.type), message, bytes };
  } catch (error) {
    if (error instanceof MalformedEvent) return error.message;
    throw error;
  }
}

function sizeOf({ key, value, headers }: EventMessage): number {
  let bytes = Buffer.byteLength(key) + Buffer.byteLength(value) + 32;
  for (const [name, text] of Object.entries(headers)) bytes += name.length + Buffer.byteLength(text) + 4;
  return bytes;
}
