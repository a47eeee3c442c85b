import { Migration } from '@mikro-orm/migrations';

/** Numbers and inserts the events of a transaction; in a function, so that it is planned once in a session, not in each transaction. */
export class Platform20261127190000 extends Migration {
  override up(): void {
    // The upsert of a stream's row, in sorted order so that two transactions never wait for each other, holds the stream.
    this.addSql(`create function platform.write_events(events jsonb) returns void language plpgsql as $$
      begin
        with new as (
          select * from jsonb_to_recordset(events) as event(id uuid, topic text, type text, subject text, data jsonb,
            actor text, on_behalf_of text, cause text, traceparent text, ordinal int)
        ), stream as (
          insert into platform.stream as s (subject, sequence)
          select subject, count(*) from new group by subject order by subject
          on conflict (subject) do update set sequence = s.sequence + excluded.sequence
          returning s.subject, s.sequence
        )
        insert into platform.outbox (id, topic, type, subject, sequence, actor, on_behalf_of, cause, traceparent, data)
        select new.id, new.topic, new.type, new.subject,
          stream.sequence - count(*) over (partition by new.subject)
            + row_number() over (partition by new.subject order by new.ordinal),
          new.actor, new.on_behalf_of, new.cause, new.traceparent, new.data
        from new join stream using (subject)
        order by new.ordinal;
      end $$`);
  }
}
