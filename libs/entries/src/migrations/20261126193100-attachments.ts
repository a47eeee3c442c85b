import { Migration } from '@mikro-orm/migrations';

/** Attachments of entries, and their digests in what is submitted. */
export class Entries20261126193100 extends Migration {
  override up(): void {
    this.addSql(`create table entries.attachment (
      id uuid primary key,
      entry_id uuid not null references entries.entry,
      section text not null,
      name text not null,
      size int not null check (size > 0),
      state text not null check (state in ('staged', 'checking', 'ready', 'refused')),
      refusal text,
      media_type text,
      digest text,
      storage_key text,
      judges_key text,
      created_by text not null,
      created_at timestamptz(3) not null,
      uploaded_at timestamptz(3),
      checked_at timestamptz(3),
      removed_at timestamptz(3),
      removed_by text,
      erased_at timestamptz(3),
      check ((state = 'staged') = (digest is null)),
      check ((state = 'staged') = (uploaded_at is null)),
      check ((state = 'refused') = (refusal is not null)),
      check (state <> 'ready' or num_nonnulls(media_type, checked_at) = 2),
      check (num_nonnulls(storage_key, judges_key) = 0 or state = 'ready'),
      check (num_nonnulls(removed_at, removed_by) <> 1)
    )`);
    this.addSql('create index attachment_entry on entries.attachment (entry_id)');
    this.addSql(`create index attachment_staged on entries.attachment (created_at) where state = 'staged'`);

    // What a version was submitted with: digests by the attachments' ids. They are part of the version's digest.
    this.addSql(`alter table entries.entry_version add column attachments jsonb not null default '{}'`);
    this.addSql('drop function entries.lock_entry(uuid)');
    this.addSql(`create function entries.lock_entry(wanted uuid)
      returns table (entry entries.entry, contacts int, content jsonb, attachments jsonb) language plpgsql as $$
      begin
        select e.* into entry from entries.entry e where e.id = wanted for update;
        if not found then
          return;
        end if;
        select count(*) into contacts from entries.entry_contact c where c.entry_id = wanted;
        select coalesce(jsonb_object_agg(field.key, field.value), '{}') into content
        from entries.entry_section s, jsonb_each(s.content) field where s.entry_id = wanted;
        select coalesce(jsonb_object_agg(a.id, a.digest), '{}') into attachments from entries.attachment a
        where a.entry_id = wanted and a.removed_at is null and a.state in ('checking', 'ready');
        return next;
      end $$`);

    this.addSql('grant select, insert, delete on entries.attachment to laureate_api');
    this.addSql(`grant update (state, digest, uploaded_at, removed_at, removed_by, erased_at)
      on entries.attachment to laureate_api`);
    this.addSql(`grant select, update (state, refusal, media_type, checked_at, storage_key, judges_key)
      on entries.attachment to laureate_worker`);
  }
}
