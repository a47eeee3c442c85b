import { Migration } from '@mikro-orm/migrations';

/** In which language a version is written, and its translations: beside it, only ever added to. */
export class Entries20261127060000 extends Migration {
  override up(): void {
    this.addSql('alter table entries.entry_version add column language text');

    this.addSql(`create table entries.translation (
      id uuid primary key,
      entry_id uuid not null,
      entry_version int not null,
      original_digest text not null,
      language text not null,
      source text not null check (source in ('city', 'human', 'machine')),
      tool text check ((source = 'machine') = (tool is not null)),
      content jsonb not null,
      salts jsonb not null,
      hmacs jsonb not null,
      digest text not null,
      digest_algorithm text not null,
      added_by text not null,
      added_at timestamptz(3) not null,
      foreign key (entry_id, entry_version) references entries.entry_version
    )`);
    this.addSql('create index translation_entry on entries.translation (entry_id, entry_version)');
    this.addSql('create index translation_added_by on entries.translation (added_by)');
    this.addSql(`create table entries.translation_withdrawal (
      translation_id uuid primary key references entries.translation,
      reason_code text not null,
      withdrawn_by text not null,
      withdrawn_at timestamptz(3) not null
    )`);
    // As of a submitted version: erasure may clear texts and salts, nothing else is ever changed.
    this.addSql(`create trigger keep_version before update on entries.translation
      for each row execute function entries.keep_version()`);

    // RFC 4647, basic filtering: `zh-Hans` is in `zh`. Nothing is in no language.
    this.addSql(`create function entries.is_in(language text, wanted text) returns boolean language sql immutable
      as $$ select lower(language) = lower(wanted) or starts_with(lower(language), lower(wanted) || '-') $$`);

    // The rules look again when translations change: such a look has no outcome, whatever its number.
    this.addSql(`do $$
      declare
        old text;
      begin
        select conname into strict old from pg_constraint
        where conrelid = 'entries.eligibility_check'::regclass and contype = 'c'
          and pg_get_constraintdef(oid) like '%sequence = 1%outcome IS NULL%';
        execute format('alter table entries.eligibility_check drop constraint %I', old);
      end $$`);
    this.addSql(`alter table entries.eligibility_check
      add constraint eligibility_check_first check (sequence > 1 or outcome is null)`);

    this.addSql('grant select, insert on entries.translation, entries.translation_withdrawal to laureate_api');
    this.addSql('grant update (content, salts) on entries.translation to laureate_api');
    this.addSql(
      'grant select on entries.translation, entries.translation_withdrawal to laureate_worker, laureate_notifier',
    );
  }
}
