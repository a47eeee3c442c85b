import { Migration } from '@mikro-orm/migrations';

/** Decisions that supersede a certified one: number 2, 3 … of a stage; what was asked for; reserves; dropped assignments. */
export class Judging20261124002101 extends Migration {
  override up(): void {
    this.addSql(`alter table judging.decision
      add column number int not null default 1 check (number >= 1),
      add column supersedes uuid references judging.decision,
      add constraint decision_number_supersedes check ((number = 1) = (supersedes is null)),
      drop constraint decision_cycle_id_stage_key_key,
      drop constraint decision_state_check,
      add constraint decision_state_check check (state in ('proposed', 'certified', 'dropped'))`);
    // One of a number is proposed or stands; what was dropped counts no more.
    this.addSql(`create unique index decision_one_of_number on judging.decision (cycle_id, stage_key, number)
      where state <> 'dropped'`);
    this.addSql(`alter table judging.decision_proposal add column reserve jsonb not null default '[]'`);
    this.addSql(`create table judging.supersession (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      supersedes uuid not null references judging.decision,
      kind text not null check (kind in
        ('correction', 'annulment', 'disqualification', 'withdrawal', 'withheld', 'upheld-complaint')),
      changes jsonb not null,
      asked_by uuid not null,
      asked_role text not null,
      proposed_by uuid not null,
      reason_code text not null,
      reason_text text not null,
      reason_digest text not null,
      public_text text,
      complaint_id uuid,
      replaces boolean not null,
      passed_over jsonb not null,
      proposal_digest text not null,
      command_id text not null unique,
      asked_at timestamptz(3) not null default now(),
      check (complaint_id is null or kind = 'upheld-complaint')
    )`);
    this.addSql('create index supersession_stage on judging.supersession (cycle_id, stage_key)');
    this.addSql(`alter table judging.assignment
      drop constraint assignment_state_check,
      add constraint assignment_state_check check (state in ('open', 'done', 'recused', 'dropped'))`);

    this.addSql('grant select, insert on judging.supersession to laureate_api');
    this.addSql('grant select on judging.supersession to laureate_worker');
    this.addSql(`grant select (id, cycle_id, stage_key, supersedes, kind, changes, asked_by, asked_role, proposed_by,
      reason_code, public_text, complaint_id, asked_at) on judging.supersession to laureate_notifier`);
    this.addSql('grant update (state) on judging.assignment to laureate_worker');
  }
}
