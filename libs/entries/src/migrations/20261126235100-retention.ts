import { Migration } from '@mikro-orm/migrations';

/** The worker ends what names people in entries. */
export class Entries20261126235100 extends Migration {
  override up(): void {
    this.addSql('grant select, delete on entries.entry_contact to laureate_worker');
    this.addSql('grant update (contacts_version) on entries.entry to laureate_worker');
    this.addSql('grant select, update (name, function) on entries.signatory to laureate_worker');
  }
}
