import { Migration } from '@mikro-orm/migrations';

/** A draft is kept by section, each with its versions; contacts have a version of their own. */
export class Entries20261125010300 extends Migration {
  override up(): void {
    this.addSql(`create table entries.entry_section (
      entry_id uuid not null references entries.entry,
      key text not null,
      version int not null check (version > 0),
      content jsonb not null,
      saved_by text not null,
      saved_at timestamptz(3) not null,
      primary key (entry_id, key)
    )`);
    this.addSql(`create table entries.entry_section_version (
      entry_id uuid not null,
      key text not null,
      version int not null,
      content jsonb not null,
      saved_by text not null,
      saved_at timestamptz(3) not null,
      primary key (entry_id, key, version),
      foreign key (entry_id, key) references entries.entry_section
    )`);
    // Forms from before have no sections named: each of their fields is one.
    this.addSql(`insert into entries.entry_section (entry_id, key, version, content, saved_by, saved_at)
      select e.id, field.key, 1, jsonb_build_object(field.key, field.value), e.saved_by, e.saved_at
      from entries.entry e, jsonb_each(e.draft) field`);
    this.addSql('insert into entries.entry_section_version select * from entries.entry_section');

    this.addSql('alter table entries.entry add column title text');
    this.addSql(`update entries.entry set title = draft ->> 'title'`);
    this.addSql('alter table entries.entry add column contacts_version int not null default 1');
    this.addSql('alter table entries.entry alter column contacts_version drop default');
    this.addSql('alter table entries.entry drop column draft');

    // A statement sees what was committed when it began: what it reads after waiting for the lock has to be another statement.
    this.addSql(`create function entries.lock_entry(wanted uuid)
      returns table (entry entries.entry, contacts int, content jsonb) language plpgsql as $$
      begin
        select e.* into entry from entries.entry e where e.id = wanted for update;
        if not found then
          return;
        end if;
        select count(*) into contacts from entries.entry_contact c where c.entry_id = wanted;
        select coalesce(jsonb_object_agg(field.key, field.value), '{}') into content
        from entries.entry_section s, jsonb_each(s.content) field where s.entry_id = wanted;
        return next;
      end $$`);

    this.addSql('grant select, insert, update on entries.entry_section to laureate_api');
    this.addSql('grant select, insert on entries.entry_section_version to laureate_api');
    // For erasure only.
    this.addSql('grant update (content) on entries.entry_section_version to laureate_api');
  }
}
