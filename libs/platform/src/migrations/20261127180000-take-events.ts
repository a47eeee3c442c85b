import { Migration } from '@mikro-orm/migrations';

/** A consumer locks its partition, notes what it takes and moves on in one round trip: it does so for nearly every event. */
export class Platform20261127180000 extends Migration {
  override up(): void {
    // Each statement in it sees what was committed when it began: the inbox after the lock.
    this.addSql(`create function platform.take_events(
        who text, of_topic text, of_partition int, asked_from bigint, moves_to bigint, events jsonb
      ) returns table (known bigint, fresh uuid[]) language plpgsql as $$
      begin
        select next_offset into known from platform.consumer_offset
          where consumer = who and topic = of_topic and partition = of_partition for update;
        known := coalesce(known, 0);
        if asked_from <= known and known < moves_to then
          with taken as (
            insert into platform.inbox (consumer, event_id)
            select who, id from jsonb_to_recordset(events) as e(id uuid, position bigint) where position >= known
            on conflict do nothing returning event_id
          ) select array_agg(event_id) into fresh from taken;
          update platform.consumer_offset set next_offset = moves_to, moved_at = now()
            where consumer = who and topic = of_topic and partition = of_partition;
        end if;
        return next;
      end $$`);
  }
}
