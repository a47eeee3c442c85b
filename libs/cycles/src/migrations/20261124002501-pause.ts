import { Migration } from '@mikro-orm/migrations';

/** Since when a cycle and its live stages are paused, and every pause with its end. */
export class Cycles20261124002501 extends Migration {
  override up(): void {
    this.addSql('alter table cycles.cycle add column paused_at timestamptz(3)');
    this.addSql('alter table cycles.stage add column paused_at timestamptz(3)');
    this.addSql(`alter table cycles.cycle add check (paused_at is null or status = 'published')`);
    this.addSql(`alter table cycles.stage add check (paused_at is null or state not in ('released', 'cancelled'))`);
    this.addSql(`create table cycles.pause (
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      number int not null,
      paused_at timestamptz(3) not null,
      paused_by text not null,
      reason_code text,
      reason_digest text,
      resumed_at timestamptz(3),
      resumed_by text,
      resume_reason_code text,
      resume_reason_digest text,
      primary key (cycle_id, number),
      check ((resumed_at is null) = (resumed_by is null))
    )`);
    this.addSql('create unique index pause_running on cycles.pause (cycle_id) where resumed_at is null');
    this.addSql('grant select on cycles.pause to laureate_api, laureate_auditor');
    this.addSql('grant select, insert, update on cycles.pause to laureate_worker');
  }
}
