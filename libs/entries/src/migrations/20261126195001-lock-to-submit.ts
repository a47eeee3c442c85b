import { Migration } from '@mikro-orm/migrations';

/** A submit locks its entry and its stage in one round trip. */
export class Entries20261126195001 extends Migration {
  override up(): void {
    // Each statement in it sees what was committed when it began: after the entry's lock, and after the stage's.
    this.addSql(`create function entries.lock_to_submit(wanted uuid)
      returns table (entry entries.entry, contacts int, content jsonb, attachments jsonb, stage cycles.stage) language plpgsql as $$
      declare
        locked record;
      begin
        select * into locked from entries.lock_entry(wanted);
        if not found then
          return;
        end if;
        entry := locked.entry;
        contacts := locked.contacts;
        content := locked.content;
        attachments := locked.attachments;
        select s.* into stage from cycles.lock_stage((locked.entry).cycle_id, (locked.entry).stage_key, false) s;
        return next;
      end $$`);
    // Nothing else takes the two together.
  }
}
