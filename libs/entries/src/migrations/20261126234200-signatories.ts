import { Migration } from '@mikro-orm/migrations';

/** Who acted by a shared office account: beside the version, in no digest, and erasable. */
export class Entries20261126234200 extends Migration {
  override up(): void {
    this.addSql(`create table entries.signatory (
      id uuid primary key,
      entry_id uuid not null references entries.entry,
      act text not null check (act in ('submitted', 'answered', 'withdrawn')),
      version int check ((act = 'withdrawn') = (version is null)),
      account_id text not null,
      name text,
      function text,
      signed_at timestamptz(3) not null,
      unique nulls not distinct (entry_id, version)
    )`);
    this.addSql('create index signatory_account on entries.signatory (account_id)');
    this.addSql('grant select, insert, update (name, function) on entries.signatory to laureate_api');
  }
}
