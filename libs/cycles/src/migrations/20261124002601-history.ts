import { Migration } from '@mikro-orm/migrations';

/** Past editions: cycles that no workflow ever runs, with what is known of them. */
export class Cycles20261124002601 extends Migration {
  override up(): void {
    this.addSql(`alter table cycles.cycle drop constraint cycle_status_check,
      add constraint cycle_status_check check (status in ('draft', 'published', 'completed', 'cancelled', 'history'))`);
    this.addSql(`create unique index cycle_history_once on cycles.cycle (programme, edition) where status = 'history'`);
    this.addSql(`create table cycles.history_revision (
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      revision int not null check (revision > 0),
      document jsonb not null,
      digest text not null,
      digest_algorithm text not null,
      actor_id text not null,
      entered_at timestamptz(3) not null,
      primary key (cycle_id, revision)
    )`);
    this.addSql('grant select, insert on cycles.history_revision to laureate_api');
  }
}
