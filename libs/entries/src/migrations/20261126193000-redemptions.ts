import { Migration } from '@mikro-orm/migrations';

/** An extension is redeemed once by each entry; what was submitted by one before counts by its first version. */
export class Entries20261126193000 extends Migration {
  override up(): void {
    this.addSql(`create table entries.redemption (
      extension_id uuid not null references entries.extension,
      entry_id uuid not null,
      version int not null,
      primary key (extension_id, entry_id),
      foreign key (entry_id, version) references entries.entry_version
    )`);
    this.addSql(`insert into entries.redemption (extension_id, entry_id, version)
      select extension_id, entry_id, min(version) from entries.entry_version
      where extension_id is not null and clarification_id is null group by extension_id, entry_id`);
    this.addSql('grant select, insert on entries.redemption to laureate_api');
    this.addSql('grant select on entries.redemption to laureate_worker, laureate_notifier');
  }
}
