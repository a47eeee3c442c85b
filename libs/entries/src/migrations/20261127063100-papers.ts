import { Migration } from '@mikro-orm/migrations';

/** Entries that arrive on paper: when and how, who typed and checked them, and by whom they count. */
export class Entries20261127063100 extends Migration {
  override up(): void {
    this.addSql(`create table entries.paper (
      id uuid primary key,
      entry_id uuid not null unique references entries.entry,
      extension_id uuid not null unique references entries.extension,
      arrived_at timestamptz(3) not null,
      means text not null check (means in ('post', 'e-mail', 'courier')),
      registered_by text not null,
      registered_at timestamptz(3) not null check (registered_at >= arrived_at),
      attestation int not null default 0,
      attested_by text,
      attested_at timestamptz(3),
      originals jsonb not null default '{}',
      declared_by text,
      declared_at timestamptz(3),
      declared_language text,
      declared_code text,
      declared_text text,
      seconded_by text check (seconded_by <> declared_by),
      seconded_at timestamptz(3),
      version int,
      check ((attested_by is null) = (attested_at is null)),
      check ((declared_by is null) = (declared_at is null)),
      check ((declared_by is null) = (declared_code is null) and (declared_by is null) = (declared_text is null)),
      check ((seconded_by is null) = (seconded_at is null)),
      check (declared_by is null or attested_by is not null),
      check (seconded_by is null or (declared_by is not null and version is not null)),
      check (version is null or attested_by is not null),
      foreign key (entry_id, version) references entries.entry_version
    )`);
    this.addSql(`create table entries.paper_typist (
      paper_id uuid not null references entries.paper,
      typed_by text not null,
      since timestamptz(3) not null,
      primary key (paper_id, typed_by)
    )`);
    this.addSql('alter table entries.entry add column paper_id uuid references entries.paper');
    this.addSql(`alter table entries.entry_version
      add column paper_id uuid unique references entries.paper, add column arrived_at timestamptz(3),
      add check ((paper_id is null) = (arrived_at is null))`);
    this.addSql('alter table entries.entry_section_version add column transcribed boolean not null default false');

    // The scanned original is a file of the entry, but no part of what is submitted, and never for those who judge.
    this.addSql(`alter table entries.attachment
      add column purpose text not null default 'content' check (purpose in ('content', 'original')),
      add check (purpose = 'content' or judges_key is null)`);

    this.addSql('grant select, insert on entries.paper, entries.paper_typist to laureate_api');
    this
      .addSql(`grant update (attestation, attested_by, attested_at, originals, declared_by, declared_at, declared_language,
      declared_code, declared_text, seconded_by, seconded_at, version) on entries.paper to laureate_api`);
    this.addSql('grant select on entries.paper, entries.paper_typist to laureate_worker, laureate_notifier');
  }
}
