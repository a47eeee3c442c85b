import { Migration } from '@mikro-orm/migrations';

/** The auditor's own account: the events it heard, and the histories of ended workflow runs. */
export class Transparency20261123000701 extends Migration {
  override up(): void {
    this.addSql('create schema transparency');
    this.addSql('grant usage on schema transparency to laureate_api, laureate_auditor');
    this.addSql(`create table transparency.logged_event (
      id uuid not null primary key,
      type text not null,
      subject text not null,
      sequence bigint not null,
      time timestamptz(3) not null,
      actor text not null,
      on_behalf_of text,
      cause text not null,
      cycle_id uuid,
      data jsonb not null
    )`);
    this.addSql('create index logged_event_cycle on transparency.logged_event (cycle_id, time, id)');
    this.addSql(`create table transparency.history_archive (
      workflow_id text not null,
      run_id text not null,
      cycle_id uuid not null,
      ending_at timestamptz(3) not null default now(),
      archived_at timestamptz(3),
      lost_at timestamptz(3),
      events int,
      digest text,
      history bytea,
      primary key (workflow_id, run_id)
    )`);
    this.addSql('create index history_archive_cycle on transparency.history_archive (cycle_id)');
    this.addSql(
      'create index history_archive_due on transparency.history_archive (ending_at) where archived_at is null and lost_at is null',
    );
    this.addSql('grant select, insert, delete on transparency.logged_event to laureate_auditor');
    this.addSql('grant select, insert, update on transparency.history_archive to laureate_auditor');
    this.addSql('grant select on transparency.logged_event, transparency.history_archive to laureate_api');
  }
}
