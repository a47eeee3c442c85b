import { Migration } from '@mikro-orm/migrations';

/** A submitted entry is reopened for its city to edit, and confirmed by a version of its own. */
export class Entries20261127063000 extends Migration {
  override up(): void {
    this.addSql(`create table entries.reopening (
      id uuid primary key,
      entry_id uuid not null,
      version int not null,
      extension_id uuid unique references entries.extension,
      reason_code text not null,
      reason_text text not null,
      reopened_by text not null,
      reopened_at timestamptz(3) not null,
      foreign key (entry_id, version) references entries.entry_version
    )`);
    this.addSql('create index reopening_entry on entries.reopening (entry_id, version)');
    this.addSql('alter table entries.entry add column reopening_id uuid references entries.reopening');
    this.addSql('alter table entries.entry_version add column reopening_id uuid unique references entries.reopening');
    this.addSql('grant select, insert on entries.reopening to laureate_api');
    this.addSql('grant select on entries.reopening to laureate_worker, laureate_notifier');
  }
}
