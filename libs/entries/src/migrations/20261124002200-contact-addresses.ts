import { Migration } from '@mikro-orm/migrations';

/** Whoever certifies must not be a contact of an entry: the worker, which certifies, compares addresses. */
export class Entries20261124002200 extends Migration {
  override up(): void {
    this.addSql('grant select (entry_id, email) on entries.entry_contact to laureate_worker');
  }
}
