import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EventType, LaureateEvent } from '#libs/contracts';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { Work, WorkContext } from '../database/work.js';
import { fromMessage, typeOf } from './cloud-event.js';
import { type ConsumerDefinition, type ConsumerSettings, handles } from './consumer-definition.js';
import {
  type ConsumedPartition,
  type DeadLetter,
  type RawMessage,
  buryMessage,
  returnLetter,
  takeEvents,
  takeLetter,
} from './inbox.js';
import { traceIds, withLogContext } from '../telemetry/logger.js';
import { isInfrastructureFailure } from './infrastructure-failure.js';
import type { KafkaMessage } from './kafka.js';

/** The database says another offset is next: nothing was applied, read on from there. */
export interface Elsewhere {
  nextOffset: number;
}

/** Applies messages and dead letters to one consumer, each in the transaction that notes it as handled. */
export class EventApplier {
  constructor(
    private readonly definition: ConsumerDefinition,
    private readonly settings: ConsumerSettings,
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: Logger,
  ) {}

  /**
   * Applies messages of a partition in their order: all in one transaction, or, when that fails,
   * each in its own; one that keeps failing becomes a dead letter. Throws only when something it
   * needs is away (`isInfrastructureFailure`), or when `goOn` throws, which is asked before each
   * message; what is applied stays applied.
   *
   * `from` is the offset the broker was asked for: it has nothing between that and the first message.
   */
  async apply(
    partition: ConsumedPartition,
    messages: KafkaMessage[],
    from: number,
    goOn: () => void,
  ): Promise<Elsewhere | null> {
    try {
      return await this.applyTogether(partition, messages, from);
    } catch (error) {
      if (isInfrastructureFailure(error)) throw error;
      this.logger.warn({ err: error, ...partition, messages: messages.length }, 'A batch failed; going one by one');
    }
    let askedFor = from;
    for (const message of messages) {
      goOn();
      const elsewhere = await this.applyOne(partition, message, askedFor, goOn);
      if (elsewhere && elsewhere.nextOffset <= Number(message.offset)) return elsewhere;
      askedFor = Number(message.offset) + 1;
    }
    return null;
  }

  /** Tries a dead letter once more, and puts it back when it fails again. Throws when something it needs is away. */
  async redrive(letter: DeadLetter): Promise<void> {
    try {
      const event = 'id' in letter.event ? letter.event : fromMessage(toReceived(letter.event));
      if (this.handles(event.type)) await this.before(event);
      await this.unitOfWork.run(this.contextOf(event), async (work) => {
        if (await takeLetter(work.em, letter.id)) await this.handle([event], work);
      });
    } catch (error) {
      if (isInfrastructureFailure(error)) throw error;
      await this.unitOfWork.run(this.ownContext('redrive'), ({ em }) => returnLetter(em, letter.id, reasonOf(error)));
    }
  }

  private async applyTogether(
    partition: ConsumedPartition,
    messages: KafkaMessage[],
    from: number,
  ): Promise<Elsewhere | null> {
    const events: { offset: number; event: LaureateEvent }[] = [];
    for (const message of messages) {
      if (!this.handles(typeOf(message))) continue;
      events.push({ offset: Number(message.offset), event: fromMessage(message) });
    }
    for (const { event } of events) await this.before(event);

    const nextOffset = Number(messages.at(-1)!.offset) + 1;
    return this.unitOfWork.run(this.ownContext(`${partition.topic}/${partition.partition}`), async (work) => {
      const positions = events.map(({ offset, event: { id } }) => ({ id, position: offset }));
      const taken = await takeEvents(work.em, partition, { from, nextOffset, events: positions });
      if ('nextOffset' in taken) return taken;
      const given = events.map(({ event }) => event);
      await this.handle(firstOfEach(given, taken.fresh), work);
      return null;
    });
  }

  private async applyOne(
    partition: ConsumedPartition,
    message: KafkaMessage,
    from: number,
    goOn: () => void,
  ): Promise<Elsewhere | null> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.applyTogether(partition, [message], from);
      } catch (error) {
        if (isInfrastructureFailure(error)) throw error;
        if (attempt >= this.settings.attempts || isUnreadable(message)) {
          return this.bury(partition, message, attempt, reasonOf(error));
        }
      }
      await sleep(this.settings.backoffMs * 2 ** (attempt - 1));
      goOn();
    }
  }

  private async bury(
    partition: ConsumedPartition,
    message: KafkaMessage,
    attempts: number,
    reason: string,
  ): Promise<Elsewhere | null> {
    const event = readable(message) ?? toRaw(message);
    const offset = Number(message.offset);
    this.logger.error({ ...partition, offset, attempts, reason }, 'A message becomes a dead letter');
    return this.unitOfWork.run(this.ownContext('dead-letter'), async ({ em }) => {
      const events = 'id' in event ? [{ id: event.id, position: offset }] : [];
      const taken = await takeEvents(em, partition, { from: 0, nextOffset: offset + 1, events });
      if ('nextOffset' in taken) return taken;
      await buryMessage(em, partition, { event, offset: message.offset, reason, attempts });
      return null;
    });
  }

  private async handle(events: LaureateEvent[], work: Work): Promise<void> {
    if (events.length === 0) return;
    await this.definition.handleBatch?.(events, work);
    for (const event of events) {
      const handler = this.definition.handlers?.[event.type] as
        ((event: LaureateEvent, work: Work) => Promise<void>) | undefined;
      if (!handler) continue;
      const act = () => this.unitOfWork.run(this.contextOf(event), (mine) => handler(event, mine));
      await withLogContext(idsOf(event), act);
    }
  }

  private async before(event: LaureateEvent): Promise<void> {
    await withLogContext(idsOf(event), async () => this.definition.before?.(event));
  }

  private handles(type: string | undefined): boolean {
    return handles(this.definition, type);
  }

  private contextOf(event: LaureateEvent): WorkContext {
    return { ...this.ownContext(''), cause: `event:${event.id}`, traceparent: event.traceparent };
  }

  private ownContext(what: string): WorkContext {
    const { name } = this.definition;
    return { actor: { id: `service:${name}` }, cause: `consumer:${name}/${what}` };
  }
}

/** The events that are new, each once: a batch may hold the same event twice. */
function firstOfEach(events: LaureateEvent[], fresh: Set<string>): LaureateEvent[] {
  return events.filter(({ id }) => fresh.delete(id));
}

function readable(message: KafkaMessage): LaureateEvent<EventType> | null {
  try {
    return fromMessage(message);
  } catch {
    return null;
  }
}

function isUnreadable(message: KafkaMessage): boolean {
  return readable(message) === null;
}

function toRaw({ headers = {}, value }: KafkaMessage): RawMessage {
  const text = Object.entries(headers).map(([name, content]) => [name, String(content ?? '')]);
  return { headers: Object.fromEntries(text), value: value?.toString('utf8') ?? null };
}

function toReceived({ headers, value }: RawMessage): Parameters<typeof fromMessage>[0] {
  return { headers, value: value === null ? null : Buffer.from(value) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What lines logged while an event is handled carry. */
const idsOf = ({ id, traceparent }: LaureateEvent) => ({ eventId: id, ...traceIds(traceparent) });
