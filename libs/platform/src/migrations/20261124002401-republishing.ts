import { Migration } from '@mikro-orm/migrations';

/** Publishing the events of a topic again, when Kafka has lost them; for the API, which otherwise may not touch these rows. */
export class Platform20261124002401 extends Migration {
  override up(): void {
    // What consumers have handled stays known, by the ids in their inboxes; a new number of the replay makes them seek.
    this.addSql(`create function platform.reread(of_topic text) returns timestamptz
      language plpgsql security definer set search_path = '' as $$
      begin
        perform from platform.consumer where of_topic = any (topics) order by name for update;
        update platform.consumer_offset set next_offset = 0, moved_at = now() where topic = of_topic;
        update platform.consumer set replay = replay + 1, replay_wanted = replay_wanted + 1 where of_topic = any (topics);
        perform pg_notify('consumer', '');
        return now();
      end $$`);
    this
      .addSql(`create function platform.republish(of_topic text, published_before timestamptz, at_most int) returns int
      language plpgsql security definer set search_path = '' as $$
      declare
        marked int;
      begin
        update platform.outbox set published_at = null where published_at is not null and position in (
          select position from platform.outbox
          where topic = of_topic and published_at < published_before order by position limit at_most);
        get diagnostics marked = row_count;
        perform pg_notify('outbox', '');
        return marked;
      end $$`);
    for (const signature of ['reread(text)', 'republish(text, timestamptz, int)']) {
      this.addSql(`revoke execute on function platform.${signature} from public`);
      this.addSql(`grant execute on function platform.${signature} to laureate_api`);
    }
  }
}
