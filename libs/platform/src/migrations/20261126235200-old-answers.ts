import { Migration } from '@mikro-orm/migrations';

/** Answers kept for repeated requests end. */
export class Platform20261126235200 extends Migration {
  override up(): void {
    this.addSql('create index idempotency_key_created on platform.idempotency_key (created_at)');
    this.addSql('grant delete on platform.idempotency_key to laureate_worker');
  }
}
