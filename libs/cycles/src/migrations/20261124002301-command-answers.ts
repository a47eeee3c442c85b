import { Migration } from '@mikro-orm/migrations';

/** The worker keeps the answer of a command in the transaction that carries it out. */
export class Cycles20261124002301 extends Migration {
  override up(): void {
    this.addSql('grant update (state, answer, settled_at) on cycles.command to laureate_worker');
  }
}
