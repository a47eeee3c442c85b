import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EventData, EventType } from '#libs/contracts';

/** Who acts. `id` is a person's id or `service:<name>`; `onBehalfOf` the person a staff member acts for. */
export interface Actor {
  id: string;
  onBehalfOf?: string | null;
}

/** Who acts and what caused it; written to every event of the transaction. */
export interface WorkContext {
  actor: Actor;
  /** `http:<request id>`, `workflow:<workflow id>`, `event:<event id>`, `command:<name>`. */
  cause: string;
  traceparent?: string | null;
}

/** An event to be published if and only if the transaction commits. */
export interface NewEvent<T extends EventType = EventType> {
  type: T;
  /** Id of the aggregate it is about; its key and the scope of its sequence. */
  subject: string;
  data: EventData<T>;
}

/** What a use case works with inside its transaction. */
export interface Work extends WorkContext {
  em: SqlEntityManager;
  /** The transaction's start by the database's clock; the same for the whole transaction. */
  now(): Promise<Date>;
  /** Records an event in the outbox, numbered at commit. */
  emit<T extends EventType>(event: NewEvent<T>): void;
  /**
   * Leaves writing to the statement that numbers the events, last before the commit: one round trip
   * less where each counts. Nothing of this transaction may read what it writes.
   */
  defer(writing: DeferredWriting): void;
}

/**
 * What is left to the last statement: parts of it that write, as they stand after its `with` (`name
 * as (insert …), other as (update …)`), or a call of a function that does (planned once in a
 * session).
 */
export type DeferredWriting = { values: unknown[] } & ({ sql: string } | { call: string });
