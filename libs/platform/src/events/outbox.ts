import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { EVENTS } from '#libs/contracts';
import { LAST_STATEMENT } from '../database/round-trips.js';
import type { DeferredWriting, NewEvent, WorkContext } from '../database/work.js';

/** An event and who did what caused it. */
export interface EmittedEvent {
  event: NewEvent;
  context: WorkContext;
}

/**
 * Writes what was left to the end of a transaction and its events, in one statement, last before its commit. Events are numbered:
 * each holds its subject's stream until the commit, so `sequence` is gapless per subject and in commit order, and `position` rises with it.
 */
export async function writeLast(em: SqlEntityManager, deferred: DeferredWriting[], emitted: EmittedEvent[]) {
  if (deferred.length === 0 && emitted.length === 0) return;
  const writings = deferred.length > 0 ? `with ${deferred.map(({ sql }) => sql).join(', ')} ` : '';
  const events = emitted.length > 0 ? [JSON.stringify(emitted.map(rowOf))] : [];
  await em.execute(`${LAST_STATEMENT}${writings}select${events.length > 0 ? ' platform.write_events(?::jsonb)' : ''}`, [
    ...deferred.flatMap(({ values }) => values),
    ...events,
  ]);
}

function rowOf({ event, context }: EmittedEvent, ordinal: number) {
  const { topic, data } = EVENTS[event.type];
  return {
    id: uuidv7(),
    topic,
    type: event.type,
    subject: event.subject,
    data: data.parse(event.data),
    actor: context.actor.id,
    on_behalf_of: context.actor.onBehalfOf ?? null,
    cause: context.cause,
    traceparent: context.traceparent ?? null,
    ordinal,
  };
}
