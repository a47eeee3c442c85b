import { Migration } from '@mikro-orm/migrations';

/** Cities, entries and their versions, receipts, extensions, eligibility. */
export class Entries20261123000001 extends Migration {
  override up(): void {
    this.addSql('create schema entries');
    this.addSql('grant usage on schema entries to laureate_api, laureate_worker, laureate_notifier');

    this.addSql(`create table entries.city (
      id uuid primary key,
      name text not null check (btrim(name) = name and name <> ''),
      country_code text not null check (country_code ~ '^[A-Z]{2}$'),
      kind text not null check (kind in ('city', 'region', 'other')),
      region text not null,
      population int check (population > 0),
      zone text not null,
      registered_by text not null,
      registered_at timestamptz(3) not null
    )`);
    this.addSql('create unique index city_once on entries.city (country_code, lower(name), kind)');

    this.addSql(`create table entries.entry (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      city_id uuid not null references entries.city,
      alias uuid not null unique,
      state text not null check (state in ('draft', 'submitted', 'withdrawn')),
      version int not null,
      draft jsonb not null,
      draft_changed boolean not null,
      current_version int not null,
      withdrawn_at timestamptz(3),
      created_by text not null,
      created_at timestamptz(3) not null,
      saved_by text not null,
      saved_at timestamptz(3) not null,
      check ((state = 'withdrawn') = (withdrawn_at is not null)),
      check (state <> 'draft' or current_version = 0),
      check (state <> 'submitted' or current_version > 0)
    )`);
    this.addSql('create index entry_cycle on entries.entry (cycle_id, id)');
    this.addSql('create index entry_city on entries.entry (city_id, id)');

    this.addSql(`create table entries.entry_version (
      entry_id uuid not null references entries.entry,
      version int not null check (version > 0),
      content jsonb not null,
      salts jsonb not null,
      hmacs jsonb not null,
      digest text not null,
      digest_algorithm text not null,
      revision int not null,
      submitted_at timestamptz(3) not null,
      submitted_by text not null,
      late boolean not null,
      extension_id uuid,
      primary key (entry_id, version)
    )`);
    this.addSql(`create table entries.entry_contact (
      entry_id uuid not null references entries.entry,
      position int not null,
      name text not null,
      office text,
      email text not null,
      phone text,
      primary key (entry_id, position)
    )`);
    this.addSql(`create table entries.consent (
      entry_id uuid not null,
      version int not null,
      rules_version text not null,
      privacy_notice_version text not null,
      language text not null,
      publication jsonb not null,
      accepted_by text not null,
      accepted_at timestamptz(3) not null,
      primary key (entry_id, version),
      foreign key (entry_id, version) references entries.entry_version
    )`);
    this.addSql(`create table entries.receipt (
      id uuid primary key,
      entry_id uuid not null,
      version int not null,
      digest text not null,
      at timestamptz(3) not null,
      unique (entry_id, version),
      foreign key (entry_id, version) references entries.entry_version
    )`);
    this.addSql(`create table entries.extension (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      city_id uuid references entries.city,
      entry_id uuid references entries.entry,
      until timestamptz(3) not null,
      reason_code text not null,
      reason_text text not null,
      granted_by text not null,
      granted_at timestamptz(3) not null,
      check (num_nonnulls(city_id, entry_id) = 1),
      check (until > granted_at)
    )`);
    this.addSql('create index extension_stage on entries.extension (cycle_id, stage_key)');
    this.addSql(`create table entries.eligibility_check (
      entry_id uuid not null,
      entry_version int not null,
      stage_key text not null,
      sequence int not null check (sequence > 0),
      rules jsonb not null,
      outcome text check (outcome in ('valid', 'invalid')),
      overridden boolean not null,
      reason_code text,
      reason_text text,
      checked_by text not null,
      checked_at timestamptz(3) not null,
      primary key (entry_id, entry_version, stage_key, sequence),
      foreign key (entry_id, entry_version) references entries.entry_version,
      check ((sequence = 1) = (outcome is null)),
      check (not overridden or (reason_code is not null and reason_text is not null))
    )`);
    this.addSql(`create table entries.erasure (
      id uuid primary key,
      entry_id uuid not null references entries.entry,
      pointer text not null,
      reason_code text not null,
      reason_text text not null,
      erased_by text not null,
      erased_at timestamptz(3) not null
    )`);
    // Erasure may clear values and salts; nothing else of a version can ever be changed, by no role.
    this.addSql(`create function entries.keep_version() returns trigger language plpgsql as $$
      begin
        if (to_jsonb(new) - '{content,salts}'::text[]) <> (to_jsonb(old) - '{content,salts}'::text[])
          or exists (select from jsonb_each_text(new.salts) where old.salts -> key is distinct from to_jsonb(value)) then
          raise exception 'a submitted version is never changed' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`create trigger keep_version before update on entries.entry_version
      for each row execute function entries.keep_version()`);

    this.addSql('grant select, insert on all tables in schema entries to laureate_api');
    this.addSql('grant update on entries.entry to laureate_api');
    this.addSql('grant update (content, salts) on entries.entry_version to laureate_api');
    this.addSql('grant delete on entries.entry_contact to laureate_api');
    this.addSql(
      'grant select on entries.city, entries.entry, entries.entry_version, entries.eligibility_check, entries.extension to laureate_worker, laureate_notifier',
    );
    this.addSql('grant select on entries.receipt to laureate_notifier');
    this.addSql('grant insert on entries.eligibility_check to laureate_worker');
  }
}
