import { Migration } from '@mikro-orm/migrations';

/** Eligibility as people work on it: who has an entry in hand, which entries are alike, and rules tried before they are adopted. */
export class Entries20261125010701 extends Migration {
  override up(): void {
    this.addSql(`create table entries.eligibility_claim (
      entry_id uuid not null references entries.entry,
      stage_key text not null,
      person_id text not null,
      until timestamptz(3) not null,
      primary key (entry_id, stage_key)
    )`);
    this.addSql('create index eligibility_claim_person on entries.eligibility_claim (person_id)');

    // One row per entry, of its last submitted version, and per entry of a past edition: what likeness is found by.
    this.addSql(`create table entries.fingerprint (
      id uuid primary key,
      programme text not null,
      cycle_id uuid not null,
      entry_id uuid references entries.entry check (entry_id = id),
      version int check ((version is null) = (entry_id is null)),
      imported jsonb check ((imported is null) = (entry_id is not null))
    )`);
    this.addSql('create index fingerprint_cycle on entries.fingerprint (cycle_id)');

    // Rows and a B-tree, not an array: the planner knows how rare a mark is and never walks through all.
    this.addSql(`create table entries.fingerprint_mark (
      mark int not null,
      id uuid not null references entries.fingerprint on delete cascade,
      primary key (mark, id)
    )`);
    this.addSql('create index fingerprint_mark_id on entries.fingerprint_mark (id)');

    this.addSql(`create table entries.duplicate (
      a uuid not null references entries.fingerprint on delete cascade,
      b uuid not null references entries.fingerprint on delete cascade,
      title real,
      abstract real,
      likeness real not null,
      primary key (a, b),
      check (a < b)
    )`);
    this.addSql('create index duplicate_b on entries.duplicate (b)');

    // What a person said stays, also when the pair is no longer alike.
    this.addSql(`create table entries.duplicate_mark (
      a uuid not null,
      b uuid not null,
      sequence int not null check (sequence > 0),
      verdict text not null check (verdict in ('same', 'different')),
      reason_code text not null,
      reason_text text,
      marked_by text not null,
      marked_at timestamptz(3) not null,
      primary key (a, b, sequence),
      check (a < b)
    )`);

    this.addSql(`create table entries.rule_trial (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      rules jsonb not null,
      revision int not null,
      total int not null,
      counted jsonb not null,
      after uuid,
      started_by text not null,
      started_at timestamptz(3) not null,
      seen_at timestamptz(3) not null,
      finished_at timestamptz(3)
    )`);

    this.addSql('grant select, insert, update, delete on entries.eligibility_claim to laureate_api');
    this.addSql(
      'grant select, insert, update, delete on entries.fingerprint, entries.fingerprint_mark, entries.duplicate to laureate_api, laureate_worker',
    );
    this.addSql('grant select, insert on entries.duplicate_mark to laureate_api');
    this.addSql('grant select, insert, update on entries.rule_trial to laureate_api');
  }
}
