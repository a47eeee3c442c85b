import type { EventData, EventType, LaureateEvent } from './event-types.js';
import type { Language } from '../vocabulary/languages.js';
import type { MailFacts } from '../vocabulary/mail-facts.js';

/**
 * Who is to be told what: exported by the lib that knows, wired to `notifications` by the notifier.
 * A delivery is unique by (kind, occasion, person).
 */
export interface Audience<T extends EventType = EventType> {
  /** Kind of notification; the name of its template. */
  kind: string;
  /** The event type that makes it due. */
  on: T;
  /**
   * What exactly it is about (cycle, stage, step, deadline version, entry version …); null when
   * this event concerns nobody.
   */
  occasion(event: LaureateEvent<T>): string | null | Promise<string | null>;
  /** Ids of the people concerned, asked when the event is handled. */
  people(event: LaureateEvent<T>): Promise<string[]>;
  /**
   * What the mail says, asked once more when the delivery is claimed; null when there is nothing to
   * say any more (the mail is dropped). Words among the facts are in the language of whoever reads
   * it; better are codes, which the mail puts into words.
   */
  facts(event: LaureateEvent<T>, personId: string, language: Language): Promise<MailFacts | null>;
}

/** What a command would publish: the type of an event, and its data. */
export type Fact = { [Type in EventType]: { type: Type; data: EventData<Type> } }[EventType];
