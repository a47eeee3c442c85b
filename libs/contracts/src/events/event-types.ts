import type { z } from 'zod';
import { CLARIFICATION_EVENTS } from './clarification-events.js';
import { COMPLAINT_EVENTS } from './complaint-events.js';
import { CYCLES_EVENTS } from './cycles-events.js';
import { ENTRIES_EVENTS } from './entries-events.js';
import { IDENTITY_EVENTS } from './identity-events.js';
import { JUDGING_EVENTS } from './judging-events.js';
import { NOTIFICATIONS_EVENTS } from './notifications-events.js';
import { TRANSPARENCY_EVENTS } from './transparency-events.js';

/**
 * Every event type with its schema. Data holds ids, versions, codes, instants and salted digests only: never personal
 * data, content, scores, choices, results under embargo, tokens or links.
 */
export const EVENTS = {
  ...IDENTITY_EVENTS,
  ...CYCLES_EVENTS,
  ...ENTRIES_EVENTS,
  ...JUDGING_EVENTS,
  ...CLARIFICATION_EVENTS,
  ...COMPLAINT_EVENTS,
  ...NOTIFICATIONS_EVENTS,
  ...TRANSPARENCY_EVENTS,
} as const;

export type EventType = keyof typeof EVENTS;
/** The data of an event type. */
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['data']>;

/** A published fact as consumers see it (CloudEvents 1.0 attributes and extensions, binary mode on Kafka). */
export interface LaureateEvent<T extends EventType = EventType> {
  id: string;
  type: T;
  /** The aggregate's id; also the key of the message. */
  subject: string;
  /** Gapless per subject, in commit order, from 1. */
  sequence: number;
  time: string;
  /** Id of who acted: a person, or `service:<name>`. */
  actor: string;
  /** On whose behalf, when somebody acted for another. */
  onBehalfOf: string | null;
  /** What caused it: `http:<request id>`, `workflow:<id>`, `event:<id>`. */
  cause: string;
  traceparent: string | null;
  data: EventData<T>;
}
