import { Migration } from '@mikro-orm/migrations';

/** Accounts that several people of an office share. */
export class Identity20261126234100 extends Migration {
  override up(): void {
    this.addSql('alter table identity.person add column office boolean not null default false');
  }
}
