import { Migration } from '@mikro-orm/migrations';

/** An opened ballot of any method: rankings stay in their column, everything else is kept as it was cast. */
export class Judging20261130120001 extends Migration {
  override up(): void {
    this.addSql('alter table judging.opened_ballot alter column ranking drop not null, add column ballot jsonb');
    this.addSql(
      'alter table judging.opened_ballot add constraint opened_ballot_one_vote check ((ranking is null) <> (ballot is null))',
    );
  }
}
