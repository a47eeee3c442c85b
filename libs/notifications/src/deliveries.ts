import { createHash } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { LaureateEvent } from '#libs/contracts';
import type { Work } from '#libs/platform';
import type { DeliveryState } from './delivery.entity.js';

/** A delivery in the hands of one sender. */
export interface ClaimedDelivery {
  id: string;
  kind: string;
  occasion: string;
  personId: string;
  event: LaureateEvent;
  /** Times it was claimed, this one included. */
  attempts: number;
  fence: number;
  messageId: string;
  /** A copy may already be out: this is its one repetition. */
  repeated: boolean;
}

/** How long a claimed delivery belongs to its sender: longer than the transport lets one mail take. */
export const LEASE_SECONDS = 30;

/** Message-ID of a delivery: the same for every copy of it, telling nothing. */
export function messageIdOf(kind: string, occasion: string, personId: string, domain: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, occasion, personId]))
    .digest('hex');
  return `<${digest.slice(0, 40)}@${domain}>`;
}

/**
 * Plans one delivery per person; a person who has one of this kind and occasion gets no second.
 * Returns how many are new.
 */
export async function planDeliveries(
  work: Work,
  due: { kind: string; occasion: string; people: string[]; event: LaureateEvent; domain: string },
): Promise<number> {
  if (due.people.length === 0) return 0;
  const rows = [...new Set(due.people)].map((personId) => ({
    id: uuidv7(),
    person_id: personId,
    message_id: messageIdOf(due.kind, due.occasion, personId, due.domain),
  }));
  const planned = await work.em.execute<unknown[]>(
    `insert into notifications.delivery (id, kind, occasion, person_id, event, cycle_id, state, message_id)
     select id, ?, ?, person_id, ?::jsonb, ?, 'pending', message_id
     from jsonb_to_recordset(?::jsonb) as row(id uuid, person_id uuid, message_id text)
     on conflict on constraint delivery_once do nothing returning 1 as planned`,
    [
      due.kind,
      due.occasion,
      JSON.stringify(due.event),
      'cycleId' in due.event.data ? due.event.data.cycleId : null,
      JSON.stringify(rows),
    ],
  );
  return planned.length;
}

/**
 * Claims deliveries that are due. One that was `sending` when its lease ran out may or may not have
 * gone out: it becomes unknown, and is claimed for one repetition; if it was the repetition itself,
 * it stays unknown for people to look at.
 */
export async function claimDeliveries(em: SqlEntityManager, owner: string, limit: number): Promise<ClaimedDelivery[]> {
  const rows = await em.execute<
    (Omit<ClaimedDelivery, 'repeated'> & { unknownAt: string | null; state: DeliveryState })[]
  >(
    `with due as (
       select id from notifications.delivery
       where state in ('pending', 'sending') and due_at <= now() and (lease_until is null or lease_until < now())
       order by due_at limit ? for update skip locked
     )
     update notifications.delivery d set
       unknown_at = case when d.state = 'sending' then coalesce(d.unknown_at, now()) else d.unknown_at end,
       reason = case when d.state = 'sending' then 'the sender died while the mail was in flight' else d.reason end,
       state = case when d.state = 'sending' and d.unknown_at is not null then 'unknown' else 'pending' end,
       settled_at = case when d.state = 'sending' and d.unknown_at is not null then now() end,
       lease_owner = ?, lease_until = now() + make_interval(secs => ?), fence = d.fence + 1, attempts = d.attempts + 1
     from due where d.id = due.id
     returning d.id, d.kind, d.occasion, d.person_id as "personId", d.event, d.attempts, d.fence,
       d.message_id as "messageId", d.unknown_at as "unknownAt", d.state`,
    [limit, owner, LEASE_SECONDS],
  );
  return rows
    .filter((row) => row.state === 'pending')
    .map(({ unknownAt, ...row }) => ({ ...row, repeated: unknownAt !== null }));
}

/** Marks a delivery as in flight, just before the mail goes out; false when the claim was lost. */
export async function markSending(em: SqlEntityManager, delivery: ClaimedDelivery): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    `update notifications.delivery set state = 'sending',
       lease_until = now() + make_interval(secs => ?)
     where id = ? and fence = ? and state = 'pending' returning 1 as marked`,
    [LEASE_SECONDS, delivery.id, delivery.fence],
  );
  return rows.length > 0;
}

/** Ends a delivery for good, with its event; nothing happens when the claim was lost. */
export async function settleDelivery(
  work: Work,
  delivery: ClaimedDelivery,
  state: 'sent' | 'failed' | 'unknown' | 'dropped',
  reason: string | null,
): Promise<void> {
  const [row] = await work.em.execute<{ attempts: number }[]>(
    `update notifications.delivery set state = ?, reason = ?, settled_at = now(), lease_owner = null, lease_until = null
     where id = ? and fence = ? returning attempts`,
    [state, reason, delivery.id, delivery.fence],
  );
  if (!row) return;
  work.emit({
    type: 'laureate.delivery.settled.v1',
    subject: delivery.id,
    data: { deliveryId: delivery.id, kind: delivery.kind, state, attempts: row.attempts },
  });
}

/** Puts a delivery back to be tried again in `seconds`; `unknown` when a copy may have gone out. */
export async function postponeDelivery(
  em: SqlEntityManager,
  delivery: ClaimedDelivery,
  seconds: number,
  reason: string,
  unknown: boolean,
): Promise<void> {
  await em.execute(
    `update notifications.delivery set state = 'pending', due_at = now() + make_interval(secs => ?), reason = ?,
       unknown_at = case when ? then coalesce(unknown_at, now()) else unknown_at end, lease_owner = null, lease_until = null
     where id = ? and fence = ?`,
    [seconds, reason, unknown, delivery.id, delivery.fence],
  );
}

/**
 * How many deliveries are in a state; `unknown` counts those of which a second copy may exist, whatever became of them.
 */
export interface DeliveryCount {
  kind: string;
  state: DeliveryState;
  count: number;
  unknown: number;
}

/** Counts deliveries by kind and state: of one cycle, or of all. */
export async function countDeliveries(em: SqlEntityManager, cycleId?: string): Promise<DeliveryCount[]> {
  return em.execute<DeliveryCount[]>(
    `select kind, state, count(*)::int as count, count(unknown_at)::int as unknown from notifications.delivery
     ${cycleId ? 'where cycle_id = ?' : ''} group by kind, state order by kind, state`,
    cycleId ? [cycleId] : [],
  );
}

/** A delivery as those see it who look after mails. */
export interface DeliveryView {
  id: string;
  kind: string;
  occasion: string;
  personId: string;
  cycleId: string | null;
  state: DeliveryState;
  attempts: number;
  messageId: string;
  /** Since when a copy may have gone out without our knowing. */
  unknownAt: string | null;
  reason: string | null;
  createdAt: string;
  settledAt: string | null;
}

/**
 * Deliveries in the order they were planned, after the id given; `unknown` leaves only those of
 * which a copy may be out.
 */
export async function listDeliveries(
  em: SqlEntityManager,
  filter: {
    cycleId?: string | undefined;
    state?: DeliveryState | undefined;
    unknown?: boolean | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<DeliveryView[]> {
  const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { cycleId = null, state = null, unknown = false, after = null, limit } = filter;
  return em.execute<DeliveryView[]>(
    `select id, kind, occasion, person_id as "personId", cycle_id as "cycleId", state, attempts, message_id as "messageId",
       ${utc('unknown_at')} as "unknownAt", reason, ${utc('created_at')} as "createdAt", ${utc('settled_at')} as "settledAt"
     from notifications.delivery
     where (?::uuid is null or cycle_id = ?) and (?::text is null or state = ?) and (not ? or unknown_at is not null)
       and (?::uuid is null or id > ?::uuid)
     order by id limit ?`,
    [cycleId, cycleId, state, state, unknown, after, after, limit],
  );
}

/**
 * When the first of some people was sent a mail of these kinds about an occasion that ends so: `sentAt` is null while
 * it went to nobody, `waiting` says whether it is still to go to somebody. For what counts from a mail.
 */
export async function firstSent(
  em: SqlEntityManager,
  cycleId: string,
  mail: { kinds: string[]; occasionEnd: string; personIds: string[] },
): Promise<{ sentAt: Date | null; waiting: boolean }> {
  const [row] = await em.execute<{ sentAt: string | Date | null; waiting: boolean }[]>(
    `select min(settled_at) filter (where state in ('sent', 'unknown')) as "sentAt",
       coalesce(bool_or(state in ('pending', 'sending')), false) as waiting
     from notifications.delivery
     where cycle_id = ? and kind in (?) and right(occasion, length(?)) = ? and person_id = any(?::uuid[])`,
    [cycleId, mail.kinds, mail.occasionEnd, mail.occasionEnd, `{${mail.personIds.join(',')}}`],
  );
  return { sentAt: row?.sentAt ? new Date(row.sentAt) : null, waiting: row?.waiting ?? false };
}
