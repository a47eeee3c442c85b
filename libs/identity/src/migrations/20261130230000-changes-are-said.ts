import { Migration } from '@mikro-orm/migrations';

/** Whatever decides who somebody is and what they may says so when it changes, in the transaction that changes it. */
export class Identity20261130230000 extends Migration {
  override up(): void {
    this.addSql(`create function identity.say_changed() returns trigger language plpgsql set search_path = '' as $$
      begin
        perform pg_notify('identity_changed', '');
        return null;
      end $$`);
    for (const [table, change] of [
      ['identity.role_grant', 'insert or update or delete'],
      ['identity.person', 'update of office, erased_at or delete'],
      ['auth.apikey', 'update or delete'],
      ['auth.session', 'update or delete'],
    ]) {
      this.addSql(`create trigger say_changed after ${change} on ${table}
        for each statement execute function identity.say_changed()`);
    }
  }
}
