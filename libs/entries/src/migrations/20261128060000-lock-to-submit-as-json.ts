import { Migration } from '@mikro-orm/migrations';

/** A submit reads all it needs as one JSON value, in fewer statements; and nothing of a version is compressed. */
export class Entries20261128060000 extends Migration {
  override up(): void {
    this.addSql('drop function entries.lock_to_submit(uuid)');
    this.addSql('drop function entries.lock_entry(uuid)');
    // Each statement in it sees what was committed when it began: after the entry's lock, and after the stage's.
    this.addSql(`create function entries.lock_to_submit(wanted uuid) returns json language plpgsql as $$
      declare
        entry entries.entry;
        stage cycles.stage;
      begin
        select e.* into entry from entries.entry e where e.id = wanted for update;
        if not found then
          return null;
        end if;
        select s.* into stage from cycles.lock_stage(entry.cycle_id, entry.stage_key, false) s;
        return (
          select json_build_object('entry', entry, 'stage', stage, 'at', now(),
            'contacts', (select count(*) from entries.entry_contact c where c.entry_id = wanted),
            'sections', (select coalesce(json_agg(s.content), '[]') from entries.entry_section s where s.entry_id = wanted),
            'attachments', (
              select coalesce(json_object_agg(a.id, a.digest), '{}') from entries.attachment a
              where a.entry_id = wanted and a.removed_at is null and a.purpose = 'content' and a.state in ('checking', 'ready')
                and not a.supporting),
            'cityZone', city.zone,
            'verified', case when city.verification = 'unverified' then 'no' when city.has_letter then 'by-letter' else 'verified' end,
            'writtenIn', before.language, 'wasEarly', before.early)
          from entries.city
          left join entries.entry_version before on before.entry_id = wanted and before.version = entry.current_version
          where city.id = entry.city_id);
      end $$`);
    // Salts and digests do not get smaller, and compressing texts costs a submit more than their space is worth.
    for (const column of ['content', 'salts', 'hmacs'])
      this.addSql(`alter table entries.entry_version alter ${column} set storage external`);
    // Half a page: the salts and digests of most entries stay in their row.
    this.addSql('alter table entries.entry_version set (toast_tuple_target = 4080)');
  }
}
