import { Migration } from '@mikro-orm/migrations';

/** Whoever a cancelled cycle concerns is told the reason in the words it was given. */
export class Cycles20261126200000 extends Migration {
  override up(): void {
    this.addSql('grant select (cycle_id, text, text_digest) on cycles.reason to laureate_notifier');
  }
}
