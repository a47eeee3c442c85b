import pg from 'pg';
import type { EventType, LaureateEvent } from '#libs/contracts';
import type { DatabaseConfig } from '../config/concerns.js';

/** An event that a relay has claimed. */
export interface ClaimedEvent {
  position: string;
  event: LaureateEvent;
}

/** What a relay claimed: until the lease ends nobody else touches these subjects. Oldest first. */
export interface Claim {
  fence: string;
  events: ClaimedEvent[];
}

/** Why an event could not be published. */
export interface PublishFailure {
  claimed: ClaimedEvent;
  reason: string;
}

interface OutboxRow {
  position: string;
  id: string;
  type: EventType;
  subject: string;
  sequence: string;
  actor: string;
  on_behalf_of: string | null;
  cause: string;
  traceparent: string | null;
  data: LaureateEvent['data'];
  recorded_at: Date;
  fence: string;
}

// The pending index is always the right one, but statistics are late: a queue fills and empties
// faster than they are taken.
const ONLY_INDEXES = ['seqscan', 'bitmapscan', 'sort']
  .map((plan) => `set_config('enable_${plan}', 'off', true)`)
  .join();
const USE_INDEXES = `select ${ONLY_INDEXES}`;
const BEGIN_CLAIM = `select pg_advisory_xact_lock(hashtext('platform.outbox.claim')), ${ONLY_INDEXES}`;

const CLAIM = `
  with claim as (
    select nextval('platform.outbox_fence') as fence
  ), candidate as (
    select position, id, type, subject, sequence, actor, on_behalf_of, cause, traceparent, data, recorded_at
    from platform.outbox
    where published_at is null and subject not in (
      select subject from platform.outbox_lease where until > clock_timestamp()
      union all
      select subject from platform.outbox_failure
    )
    order by position limit $3
  ), lease as (
    insert into platform.outbox_lease (subject, owner, fence, until)
    select subject, $1, fence, clock_timestamp() + make_interval(secs => $2 / 1000.0)
    from (select distinct subject from candidate) as taken, claim
    on conflict (subject) do update set owner = excluded.owner, fence = excluded.fence, until = excluded.until
  )
  select candidate.*, fence from candidate, claim order by position`;

const FAIL = `
  insert into platform.outbox_failure (subject, event_id, position, topic, type, reason)
  select o.subject, o.id, o.position, o.topic, o.type, failure.reason
  from jsonb_to_recordset($2::jsonb) as failure(position bigint, reason text)
  join platform.outbox o on o.position = failure.position and o.published_at is null
  join platform.outbox_lease l on l.subject = o.subject and l.fence = $1
  on conflict (subject) do nothing`;

const RELEASE = 'delete from platform.outbox_lease where subject = any($2) and fence = $1 returning subject';

const MARK = `
  update platform.outbox set published_at = clock_timestamp()
  where published_at is null and position = any($1::bigint[])`;

/** What a relay does in the database, each in one short transaction: no row stays locked while it publishes. */
export class OutboxStore {
  private readonly pool: pg.Pool;

  constructor(config: DatabaseConfig) {
    this.pool = new pg.Pool({
      connectionString: config.url,
      max: config.poolSize,
      connectionTimeoutMillis: 5_000,
      options: '-c role=laureate_relay',
      application_name: 'laureate-relay',
    });
    this.pool.on('error', () => undefined);
  }

  /**
   * Takes the oldest events that wait, with every subject of theirs: none that another relay has in
   * hand or that is stopped by a failure. Since a subject's sequence rises with `position`, what is
   * taken of a subject is its beginning.
   */
  async claim(owner: string, leaseMs: number, limit: number): Promise<Claim> {
    const rows = await this.transaction(async (client) => {
      await client.query(BEGIN_CLAIM);
      return (await client.query<OutboxRow>(CLAIM, [owner, leaseMs, limit])).rows;
    });
    return { fence: rows[0]?.fence ?? '0', events: rows.map(toClaimed) };
  }

  /**
   * Marks what was published and gives the subjects back; what another relay has taken over meanwhile is left to it.
   */
  async settle(claim: Claim, published: ClaimedEvent[], failures: PublishFailure[]): Promise<void> {
    if (failures.length > 0) {
      const rows = failures.map(({ claimed, reason }) => ({
        position: claimed.position,
        reason: reason.slice(0, 2_000),
      }));
      await this.pool.query(FAIL, [claim.fence, JSON.stringify(rows)]);
    }
    const subjects = [...new Set(claim.events.map(({ event }) => event.subject))];
    await this.transaction(async (client) => {
      await client.query(USE_INDEXES);
      const { rows } = await client.query<{ subject: string }>(RELEASE, [claim.fence, subjects]);
      const mine = new Set(rows.map(({ subject }) => subject));
      const marked = published.filter(({ event }) => mine.has(event.subject));
      await client.query(MARK, [marked.map(({ position }) => position)]);
    });
  }

  /** Creates the outbox's partitions of this month and the next ones. */
  async ensurePartitions(monthsAhead: number): Promise<void> {
    await this.pool.query('select platform.ensure_outbox_partitions($1)', [monthsAhead]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async transaction<T>(fn: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const result = await fn(client);
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}

function toClaimed(row: OutboxRow): ClaimedEvent {
  return {
    position: row.position,
    event: {
      id: row.id,
      type: row.type,
      subject: row.subject,
      sequence: Number(row.sequence),
      time: row.recorded_at.toISOString(),
      actor: row.actor,
      onBehalfOf: row.on_behalf_of,
      cause: row.cause,
      traceparent: row.traceparent,
      data: row.data,
    },
  };
}
