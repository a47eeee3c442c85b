import { Migration } from '@mikro-orm/migrations';

/** People may read any language; which ones there are is the list of the release that runs, not the schema's. */
export class Identity20261201030000 extends Migration {
  override up(): void {
    this.addSql(`alter table identity.person
      drop constraint person_language_check,
      add constraint person_language_check check (language ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$')`);
  }
}
