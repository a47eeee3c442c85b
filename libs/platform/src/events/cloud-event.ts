import { EVENTS, type EventType, type LaureateEvent, type Topic } from '#libs/contracts';
import type { KafkaHeaders } from './kafka.js';

const SPEC_VERSION = '1.0';
const CONTENT_TYPE = 'application/json';

/** What goes over the wire for one event. */
export interface EventMessage {
  key: string;
  value: string;
  headers: Record<string, string>;
}

/** A message as it comes from Kafka. */
export interface ReceivedMessage {
  value: Buffer | null;
  headers?: KafkaHeaders | undefined;
}

/** A message or an event that is not one of ours; repeating does not help. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}

/** The topic an event is published on. */
export function topicOf(type: EventType): Topic {
  return EVENTS[type].topic;
}

/**
 * CloudEvents 1.0, Kafka binding, binary mode: attributes in headers, the data as JSON in the
 * value, the subject as key. Throws `MalformedEvent` when the type is unknown or its schema refuses
 * the data.
 */
export function toMessage(event: LaureateEvent): EventMessage {
  checkData(event.type, event.data);
  const headers: Record<string, string> = {
    'content-type': CONTENT_TYPE,
    ce_specversion: SPEC_VERSION,
    ce_id: event.id,
    ce_type: event.type,
    ce_source: `/${topicOf(event.type).replace('.', '/')}`,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_sequence: String(event.sequence),
    ce_actor: event.actor,
    ce_cause: event.cause,
  };
  if (event.onBehalfOf !== null) headers['ce_onbehalfof'] = event.onBehalfOf;
  if (event.traceparent !== null) headers['traceparent'] = event.traceparent;
  return { key: event.subject, value: JSON.stringify(event.data), headers };
}

/** The type a message names, without reading the rest of it; undefined when it names none. */
export function typeOf(message: ReceivedMessage): string | undefined {
  return header(message, 'ce_type');
}

/** The event of a message. Throws `MalformedEvent` when it is not a CloudEvent of a known type with valid data. */
export function fromMessage(message: ReceivedMessage): LaureateEvent {
  const need = (name: string) => {
    const value = header(message, name);
    if (value === undefined) throw new MalformedEvent(`The header ${name} is missing.`);
    return value;
  };
  const version = need('ce_specversion');
  if (version !== SPEC_VERSION) throw new MalformedEvent(`CloudEvents ${version} is not understood.`);
  const type = need('ce_type') as EventType;
  const sequence = Number(need('ce_sequence'));
  if (!Number.isSafeInteger(sequence)) throw new MalformedEvent('ce_sequence is not a number.');
  const data = parse(message.value);
  checkData(type, data);
  return {
    id: need('ce_id'),
    type,
    subject: need('ce_subject'),
    sequence,
    time: need('ce_time'),
    actor: need('ce_actor'),
    onBehalfOf: header(message, 'ce_onbehalfof') ?? null,
    cause: need('ce_cause'),
    traceparent: header(message, 'traceparent') ?? null,
    data,
  };
}

function checkData(type: string, data: unknown): asserts data is LaureateEvent['data'] {
  if (!Object.hasOwn(EVENTS, type)) throw new MalformedEvent(`The event type ${type} is not known.`);
  const { error } = EVENTS[type as EventType].data.safeParse(data);
  if (!error) return;
  const where = error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`).join('; ');
  throw new MalformedEvent(`The data of ${type} is not valid: ${where}`);
}

function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw new MalformedEvent('The value is not JSON.');
  }
}

function header({ headers }: ReceivedMessage, name: string): string | undefined {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value)?.toString('utf8');
}
