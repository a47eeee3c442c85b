import { Migration } from '@mikro-orm/migrations';

/** An entry whose city did not answer goes back to whoever asked: the worker says so. */
export class Entries20261125010802 extends Migration {
  override up(): void {
    this.addSql('grant select, insert, update on entries.eligibility_claim to laureate_worker');
  }
}
