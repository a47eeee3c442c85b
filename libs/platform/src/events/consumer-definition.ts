import type { EventType, LaureateEvent, Topic } from '#libs/contracts';
import type { Work } from '../database/work.js';

/** What to do with the events of one type, in the transaction that notes them as handled. */
export type EventHandlers = { [T in EventType]?: (event: LaureateEvent<T>, work: Work) => Promise<void> };

/**
 * A consumer: a name (its group, its inbox), the topics it reads and what it does. Give `handlers`,
 * or `handleBatch` for whoever takes all types and many events at once.
 */
export interface ConsumerDefinition {
  /** Also the name of the actor of its transactions: `service:<name>`. Lower-case words with hyphens. */
  name: string;
  topics: Topic[];
  handlers?: EventHandlers;
  handleBatch?: (events: LaureateEvent[], work: Work) => Promise<void>;
  /**
   * Effects that are not rows (a signal to a workflow): run before the transaction, and must bear
   * repetition. Called for each event that has a handler; for each event when there are no
   * `handlers`.
   */
  before?: (event: LaureateEvent) => Promise<void>;
  /** Empties the projection, before a replay from the first event. */
  reset?: (work: Work) => Promise<void>;
}

/** How a consumer copes with failures. */
export interface ConsumerSettings {
  /** Messages handled in one transaction. */
  batchSize: number;
  /** Tries of one message before it becomes a dead letter. */
  attempts: number;
  /** Pause before the second try; doubled for each further one. */
  backoffMs: number;
  /** How often it looks for replays and redrives without being woken. */
  pollMs: number;
}

export const CONSUMER_SETTINGS: ConsumerSettings = { batchSize: 1_000, attempts: 5, backoffMs: 100, pollMs: 5_000 };

/** Whether the consumer does anything with events of this type. */
export function handles(definition: ConsumerDefinition, type: string | undefined): boolean {
  if (definition.handleBatch || !definition.handlers) return true;
  return type !== undefined && Object.hasOwn(definition.handlers, type);
}
