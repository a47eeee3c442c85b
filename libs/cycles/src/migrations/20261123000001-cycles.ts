import { Migration } from '@mikro-orm/migrations';

/** Programmes, cycles and their revisions, stages with their records, reasons, commands. */
export class Cycles20261123000001 extends Migration {
  override up(): void {
    // References are checked at the commit, since the unit of work inserts its rows in no telling order.
    this.addSql('create schema cycles');
    this.addSql('grant usage on schema cycles to laureate_api, laureate_worker, laureate_notifier, laureate_auditor');

    this.addSql('create table cycles.programme (key text primary key, name text not null)');
    this.addSql(`create table cycles.cycle (
      id uuid primary key,
      programme text not null references cycles.programme deferrable initially deferred,
      edition text not null,
      title text not null,
      zone text not null,
      demonstration boolean not null,
      status text not null check (status in ('draft', 'published', 'completed', 'cancelled')),
      revision int not null,
      version int not null,
      draft jsonb,
      created_by text not null,
      created_at timestamptz(3) not null,
      published_at timestamptz(3),
      ended_at timestamptz(3),
      check ((status = 'draft') = (revision = 0)),
      check ((status = 'draft') = (draft is not null))
    )`);
    this.addSql(`create table cycles.cycle_revision (
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      revision int not null,
      definition jsonb not null,
      digest text not null,
      digest_algorithm text not null,
      actor_id text not null,
      created_at timestamptz(3) not null,
      primary key (cycle_id, revision)
    )`);

    this.addSql(`create table cycles.stage (
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      key text not null,
      position int not null,
      type text not null,
      title text not null,
      zone text not null,
      revision int not null,
      state text not null check (state in ('scheduled', 'open', 'closing', 'deciding', 'decided', 'released', 'cancelled')),
      version int not null,
      opens_at timestamptz(3) not null,
      deadline_at timestamptz(3) not null,
      grace text not null,
      hard_close_at timestamptz(3) not null,
      deadline_version int not null,
      after jsonb not null,
      ladder jsonb not null,
      releases jsonb not null,
      released_to jsonb not null,
      decides boolean not null,
      opened_at timestamptz(3),
      closed_at timestamptz(3),
      decision_digest text,
      primary key (cycle_id, key),
      foreign key (cycle_id, revision) references cycles.cycle_revision deferrable initially deferred,
      check (least(opens_at, opened_at) < deadline_at and deadline_at <= hard_close_at),
      check (state not in ('scheduled', 'open') or closed_at is null),
      check (state not in ('closing', 'deciding', 'decided', 'released') or closed_at is not null)
    )`);
    this.addSql(`create table cycles.stage_record (
      cycle_id uuid not null,
      stage_key text not null,
      version int not null,
      transition text not null,
      facts jsonb not null,
      actor_id text not null,
      command_id text,
      reason_code text,
      reason_digest text,
      recorded_at timestamptz(3) not null default now(),
      primary key (cycle_id, stage_key, version),
      foreign key (cycle_id, stage_key) references cycles.stage deferrable initially deferred
    )`);
    this.addSql(
      'create unique index stage_record_command on cycles.stage_record (cycle_id, stage_key, command_id) where command_id is not null',
    );
    // The lock is taken by a statement of its own, so that the row is read by a snapshot younger than the lock.
    this.addSql(`create function cycles.lock_stage(of_cycle uuid, of_key text, exclusively boolean)
      returns setof cycles.stage language plpgsql volatile as $$
      declare
        name bigint := hashtextextended('cycles.stage/' || of_cycle || '/' || of_key, 0);
      begin
        if exclusively then perform pg_advisory_xact_lock(name); else perform pg_advisory_xact_lock_shared(name); end if;
        return query select * from cycles.stage where cycle_id = of_cycle and key = of_key;
      end $$`);

    this.addSql(`create table cycles.reason (
      id uuid primary key,
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      actor_id text not null,
      code text not null,
      text text,
      text_digest text,
      created_at timestamptz(3) not null
    )`);
    this.addSql('create index reason_digest on cycles.reason (text_digest)');
    this.addSql(`create table cycles.attention (
      workflow_id text not null,
      code text not null,
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      stage_key text,
      detail text not null,
      raised_at timestamptz(3) not null,
      resolved_at timestamptz(3),
      primary key (workflow_id, code)
    )`);
    this.addSql('create index attention_cycle on cycles.attention (cycle_id) where resolved_at is null');
    this.addSql(`create table cycles.command (
      id text primary key,
      actor_id text not null,
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      stage_key text,
      update_name text not null,
      payload jsonb not null,
      fingerprint text not null,
      state text not null check (state in ('pending', 'done', 'refused')),
      answer jsonb,
      created_at timestamptz(3) not null,
      settled_at timestamptz(3),
      check ((state = 'pending') = (settled_at is null))
    )`);
    this.addSql(`create index command_pending on cycles.command (created_at) where state = 'pending'`);
    this.addSql(`create table cycles.reminder (
      cycle_id uuid not null,
      stage_key text not null,
      step text not null,
      deadline_version int not null,
      reminded_at timestamptz(3) not null default now(),
      primary key (cycle_id, stage_key, step, deadline_version),
      foreign key (cycle_id, stage_key) references cycles.stage deferrable initially deferred
    )`);
    this.addSql(`create table cycles.workflow_end (
      workflow_id text not null,
      run_id text not null,
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      ended_at timestamptz(3) not null default now(),
      primary key (workflow_id, run_id)
    )`);

    this.addSql('grant select on all tables in schema cycles to laureate_api, laureate_worker, laureate_auditor');
    this.addSql(
      'grant select on cycles.programme, cycles.cycle, cycles.cycle_revision, cycles.stage, cycles.attention to laureate_notifier',
    );
    this.addSql('grant insert, update on cycles.programme, cycles.cycle, cycles.command to laureate_api');
    this.addSql(
      'grant insert on cycles.cycle_revision, cycles.stage, cycles.stage_record, cycles.reason to laureate_api',
    );
    this.addSql('grant update on cycles.attention to laureate_api');
    this.addSql('grant update on cycles.cycle, cycles.stage to laureate_worker');
    this.addSql('grant insert on cycles.stage_record, cycles.reminder, cycles.workflow_end to laureate_worker');
    this.addSql('grant insert, update on cycles.attention to laureate_worker');
  }
}
