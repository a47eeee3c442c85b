import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { EVENTS } from '#libs/contracts';
import { LAST_STATEMENT } from './round-trips.js';
import type { DeferredWriting, NewEvent, WorkContext } from './work.js';

/** An event and who did what caused it. */
export interface EmittedEvent {
  event: NewEvent;
  context: WorkContext;
}

/**
 * Writes what was left to the end of a transaction and its events, in one statement, last before
 * its commit. Events are numbered: each holds its subject's stream until the commit, so `sequence`
 * is gapless per subject and in commit order, and `position` rises with it.
 */
export async function writeLast(em: SqlEntityManager, deferred: DeferredWriting[], emitted: EmittedEvent[]) {
  if (deferred.length === 0 && emitted.length === 0) return;
  const parts = deferred.filter((writing) => 'sql' in writing);
  const calls = deferred.filter((writing) => 'call' in writing);
  const numbered = { call: 'platform.write_events(?::jsonb)', values: [JSON.stringify(emitted.map(rowOf))] };
  const called = emitted.length > 0 ? [...calls, numbered] : calls;
  const writings = parts.length > 0 ? `with ${parts.map(({ sql }) => sql).join(', ')} ` : '';
  await em.execute(
    `${LAST_STATEMENT}${writings}select ${called.map(({ call }) => call).join(', ')}`,
    [...parts, ...called].flatMap(({ values }) => values),
  );
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
