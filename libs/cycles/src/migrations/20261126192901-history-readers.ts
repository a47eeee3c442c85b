import { Migration } from '@mikro-orm/migrations';

/** The worker reads past editions, so that entries like theirs are found. */
export class Cycles20261126192901 extends Migration {
  override up(): void {
    this.addSql('grant select on cycles.history_revision to laureate_worker');
  }
}
