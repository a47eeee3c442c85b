import { Migration } from '@mikro-orm/migrations';

/** Further deadlines of a stage: registration, early entries, supporting material. */
export class Cycles20261127064000 extends Migration {
  override up(): void {
    this.addSql(
      `alter table cycles.stage add column steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array')`,
    );
  }
}
