import { Migration } from '@mikro-orm/migrations';

/** What a submit reads and writes, each in a function: planned once in a session, not in each of the thousands of a deadline's last hour. */
export class Entries20261128020000 extends Migration {
  override up(): void {
    this.addSql('drop function entries.lock_to_submit(uuid)');
    // Each statement in it sees what was committed when it began: after the entry's lock, and after the stage's.
    this.addSql(`create function entries.lock_to_submit(wanted uuid)
      returns table (entry entries.entry, contacts int, content jsonb, attachments jsonb, stage cycles.stage, city_zone text,
        verified text, written_in text, was_early boolean) language plpgsql as $$
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
        select c.zone, case when c.verification = 'unverified' then 'no' when c.has_letter then 'by-letter' else 'verified' end
        into city_zone, verified from entries.city c where c.id = (locked.entry).city_id;
        select before.language, before.early into written_in, was_early from entries.entry_version before
        where before.entry_id = wanted and before.version = (locked.entry).current_version;
        return next;
      end $$`);
    this
      .addSql(`create function entries.write_submission(entry uuid, version int, content jsonb, salts jsonb, hmacs jsonb,
      attachments jsonb, language text, digest text, algorithm text, revision int, at timestamptz, actor text, late boolean,
      early boolean, extension uuid, reopening uuid, paper uuid, arrived timestamptz, receipt uuid, acceptance jsonb, redeemed uuid[])
      returns void language plpgsql as $$
      begin
        insert into entries.entry_version (entry_id, version, content, salts, hmacs, attachments, language, digest,
          digest_algorithm, revision, submitted_at, submitted_by, late, early, extension_id, reopening_id, paper_id, arrived_at)
        values (entry, version, content, salts, hmacs, attachments, language, digest,
          algorithm, revision, at, actor, late, early, extension, reopening, paper, arrived);
        if acceptance is not null then
          insert into entries.consent (entry_id, version, rules_version, privacy_notice_version, language, publication,
            accepted_by, accepted_at)
          values (entry, version, acceptance ->> 'rulesVersion', acceptance ->> 'privacyNoticeVersion', acceptance ->> 'language',
            acceptance -> 'publication', actor, at);
        end if;
        insert into entries.redemption (extension_id, entry_id, version) select unnest(redeemed), entry, version;
        insert into entries.receipt (id, entry_id, version, digest, at, revision)
        values (receipt, entry, version, digest, at, revision);
        if paper is not null then
          update entries.paper p set version = write_submission.version,
            seconded_by = case when acceptance is null then actor end, seconded_at = case when acceptance is null then at end
          where p.id = paper;
        end if;
        -- The reopening that it confirms is over; one whose time has passed stays.
        update entries.entry e set state = 'submitted', current_version = write_submission.version, draft_changed = false,
          reopening_id = case when reopening is null then e.reopening_id end, paper_id = null, version = e.version + 1
        where e.id = entry;
      end $$`);
  }
}
