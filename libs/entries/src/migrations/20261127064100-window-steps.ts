import { Migration } from '@mikro-orm/migrations';

/** What a call's further deadlines leave on the record: entries begun late, early versions, files beside what was submitted. */
export class Entries20261127064100 extends Migration {
  override up(): void {
    this.addSql('alter table entries.entry add column begun_late boolean not null default false');
    this.addSql('alter table entries.entry_version add column early boolean not null default false');
    this.addSql(`alter table entries.extension add column step text
      check (step in ('registration', 'supportingMaterial')) check (step is distinct from 'registration' or entry_id is null)`);

    this.addSql('alter table entries.attachment add column supporting boolean not null default false');
    // Neither a scanned original nor a file beside what was submitted is part of a draft: they go into no version.
    this.addSql(`create or replace function entries.lock_entry(wanted uuid)
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
        where a.entry_id = wanted and a.removed_at is null and a.purpose = 'content' and a.state in ('checking', 'ready') and not a.supporting;
        return next;
      end $$`);
    this.addSql(`create table entries.supporting_receipt (
      id uuid primary key,
      attachment_id uuid not null unique references entries.attachment,
      entry_id uuid not null,
      version int not null,
      digest text not null,
      at timestamptz(3) not null,
      late boolean not null,
      extension_id uuid references entries.extension,
      revision int not null,
      foreign key (entry_id, version) references entries.entry_version
    )`);
    this.addSql('create index supporting_receipt_entry on entries.supporting_receipt (entry_id, version)');
    this.addSql('grant select, insert on entries.supporting_receipt to laureate_api');
    this.addSql('grant update (refusal) on entries.attachment to laureate_api');
    this.addSql('grant select on entries.supporting_receipt to laureate_worker, laureate_notifier');
  }
}
