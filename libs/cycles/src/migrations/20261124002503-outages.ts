import { Migration } from '@mikro-orm/migrations';

/** The service's own account of when it could serve, and what its outages touched. */
export class Cycles20261124002503 extends Migration {
  override up(): void {
    this.addSql('create table cycles.heartbeat (instance uuid primary key, beat_at timestamptz(3) not null)');
    this.addSql(`create table cycles.outage (
      id uuid primary key,
      from_at timestamptz(3) not null unique,
      to_at timestamptz(3) not null,
      check (from_at < to_at)
    )`);
    this.addSql(`create table cycles.outage_stage (
      outage_id uuid not null references cycles.outage,
      cycle_id uuid not null,
      stage_key text not null,
      deadline_version int not null,
      confirmed_by text,
      confirmed_at timestamptz(3),
      proposed_deadline_at timestamptz(3),
      primary key (outage_id, cycle_id, stage_key),
      foreign key (cycle_id, stage_key) references cycles.stage,
      check ((confirmed_by is null) = (confirmed_at is null))
    )`);
    this.addSql('grant select, insert, update, delete on cycles.heartbeat to laureate_api');
    this.addSql('grant select, insert on cycles.outage, cycles.outage_stage to laureate_api');
    this.addSql(
      'grant update (confirmed_by, confirmed_at, proposed_deadline_at) on cycles.outage_stage to laureate_api',
    );
    this.addSql('grant insert on cycles.attention to laureate_api');
    this.addSql('grant select on cycles.outage, cycles.outage_stage to laureate_auditor');
  }
}
