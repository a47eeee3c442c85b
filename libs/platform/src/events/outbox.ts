import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import { EVENTS } from '#libs/contracts';
import type { NewEvent, WorkContext } from '../database/work.js';

/** An event and who did what caused it. */
export interface EmittedEvent {
  event: NewEvent;
  context: WorkContext;
}

/**
 * Numbers and inserts the events of a transaction in one statement, last before its commit. The upsert of a stream's row
 * (in sorted order, so that two transactions never wait for each other) holds the stream until the commit: `sequence` is
 * gapless per subject and in commit order, and `position` rises with it.
 */
export async function writeOutbox(em: SqlEntityManager, emitted: EmittedEvent[]): Promise<void> {
  const rows = emitted.map(({ event, context }, ordinal) => {
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
  });
  await em.execute(
    `with new as (
       select * from jsonb_to_recordset(?::jsonb) as event(id uuid, topic text, type text, subject text, data jsonb,
         actor text, on_behalf_of text, cause text, traceparent text, ordinal int)
     ), stream as (
       insert into platform.stream as s (subject, sequence)
       select subject, count(*) from new group by subject order by subject
       on conflict (subject) do update set sequence = s.sequence + excluded.sequence
       returning s.subject, s.sequence
     )
     insert into platform.outbox (id, topic, type, subject, sequence, actor, on_behalf_of, cause, traceparent, data)
     select new.id, new.topic, new.type, new.subject,
       stream.sequence - count(*) over (partition by new.subject) + row_number() over (partition by new.subject order by new.ordinal),
       new.actor, new.on_behalf_of, new.cause, new.traceparent, new.data
     from new join stream using (subject)
     order by new.ordinal`,
    [JSON.stringify(rows)],
  );
}
