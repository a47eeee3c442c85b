import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { LaureateEvent } from '#libs/contracts';
import type { Work } from '#libs/platform';

const cycleOf = (event: LaureateEvent): string | null => ('cycleId' in event.data ? event.data.cycleId : null);

/** Keeps events as they were heard, in one statement; one heard before is kept once. */
export async function logEvents(work: Work, events: LaureateEvent[]): Promise<void> {
  const rows = events.map((event) => ({
    id: event.id,
    type: event.type,
    subject: event.subject,
    sequence: event.sequence,
    time: event.time,
    actor: event.actor,
    on_behalf_of: event.onBehalfOf,
    cause: event.cause,
    cycle_id: cycleOf(event),
    data: event.data,
  }));
  await work.em.execute(
    `insert into transparency.logged_event (id, type, subject, sequence, time, actor, on_behalf_of, cause, cycle_id, data)
     select * from jsonb_to_recordset(?::jsonb) as event(id uuid, type text, subject text, sequence bigint, time timestamptz,
       actor text, on_behalf_of text, cause text, cycle_id uuid, data jsonb)
     on conflict (id) do nothing`,
    [JSON.stringify(rows)],
  );
}

/** Empties the account, before it is written again from the first event. */
export async function forgetEvents(work: Work): Promise<void> {
  await work.em.execute('delete from transparency.logged_event');
}

/** One line of a cycle's timeline. */
export interface TimelineItem {
  id: string;
  at: string;
  type: string;
  actor: string;
  onBehalfOf: string | null;
  cause: string;
  data: Record<string, unknown>;
}

/** What happened in a cycle, oldest first: a page after `after` (time and id of the last item seen). */
export async function timelineOf(
  em: SqlEntityManager,
  cycleId: string,
  after: [string, string] | null,
  limit: number,
): Promise<TimelineItem[]> {
  return em.execute<TimelineItem[]>(
    `select id, to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, type, actor,
       on_behalf_of as "onBehalfOf", cause, data
     from transparency.logged_event
     where cycle_id = ? ${after ? 'and (time, id) > (?::timestamptz, ?::uuid)' : ''}
     order by time, id limit ?`,
    [cycleId, ...(after ?? []), limit],
  );
}
