import { Migration } from '@mikro-orm/migrations';

/** Looks at entries, and receipts, name the revision of the definition that they followed; those there are, that of their stage or version. */
export class Entries20261126200001 extends Migration {
  override up(): void {
    this.addSql('alter table entries.eligibility_check add column revision int');
    this.addSql(`update entries.eligibility_check k set revision = s.revision
      from entries.entry e join cycles.stage s on s.cycle_id = e.cycle_id
      where e.id = k.entry_id and s.key = k.stage_key`);
    this.addSql('alter table entries.eligibility_check alter column revision set not null');
    this.addSql('alter table entries.receipt add column revision int');
    this.addSql(`update entries.receipt r set revision = v.revision
      from entries.entry_version v where v.entry_id = r.entry_id and v.version = r.version`);
    this.addSql('alter table entries.receipt alter column revision set not null');
  }
}
