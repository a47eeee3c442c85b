import { Migration } from '@mikro-orm/migrations';

/** Consents to publication that a city gives or takes back after it submitted. Only ever added to. */
export class Entries20261126234400 extends Migration {
  override up(): void {
    this.addSql(`create table entries.consent_change (
      id uuid primary key,
      entry_id uuid not null references entries.entry,
      field_group text not null,
      granted boolean not null,
      changed_by text not null,
      changed_at timestamptz(3) not null
    )`);
    this.addSql('create index consent_change_entry on entries.consent_change (entry_id, id)');
    this.addSql('grant select, insert on entries.consent_change to laureate_api');
  }
}
