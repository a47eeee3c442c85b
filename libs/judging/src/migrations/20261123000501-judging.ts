import { Migration } from '@mikro-orm/migrations';

/** Panels, recusals, assignments, reviews, sealed ballots, decisions with their signatures, outcomes, releases. */
export class Judging20261123000501 extends Migration {
  override up(): void {
    this.addSql('create schema judging');
    this.addSql('grant usage on schema judging to laureate_api, laureate_worker, laureate_notifier');
    this.panels();
    this.reviews();
    this.ballots();
    this.decisions();
  }

  private panels(): void {
    this.addSql(`create table judging.panel_member (
      cycle_id uuid not null,
      stage_key text not null,
      person_id uuid not null,
      seat text not null check (seat in ('chair', 'member', 'deputy')),
      country_codes jsonb not null,
      city_ids jsonb not null,
      appointed_by text not null,
      appointed_at timestamptz(3) not null default now(),
      primary key (cycle_id, stage_key, person_id)
    )`);
    this.addSql(
      `create unique index panel_member_one_chair on judging.panel_member (cycle_id, stage_key) where seat = 'chair'`,
    );
    this.addSql('create index panel_member_person on judging.panel_member (person_id)');
    this.addSql(`create table judging.recusal (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      person_id uuid not null,
      entry_id uuid not null,
      reason_code text not null,
      declared_by text not null,
      declared_at timestamptz(3) not null default now(),
      unique (cycle_id, stage_key, person_id, entry_id)
    )`);

    this.addSql('grant select, insert, update, delete on judging.panel_member to laureate_api');
    this.addSql('grant select, insert on judging.recusal to laureate_api');
    this.addSql('grant select on judging.panel_member, judging.recusal to laureate_worker');
    this.addSql('grant select on judging.panel_member to laureate_notifier');
  }

  private reviews(): void {
    this.addSql(`create table judging.assignment_run (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      seed text not null,
      inputs jsonb not null,
      inputs_digest text not null,
      digest_algorithm text not null,
      made_at timestamptz(3) not null default now(),
      unique (cycle_id, stage_key)
    )`);
    this.addSql(`create table judging.assignment (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      person_id uuid not null,
      entry_id uuid not null,
      position int not null,
      state text not null check (state in ('open', 'done', 'recused')),
      version int not null,
      takes_over uuid references judging.assignment,
      made_at timestamptz(3) not null default now(),
      unique (cycle_id, stage_key, person_id, entry_id),
      unique (cycle_id, stage_key, person_id, position)
    )`);
    this.addSql('create index assignment_entry on judging.assignment (cycle_id, stage_key, entry_id)');
    this.addSql(`create table judging.review (
      assignment_id uuid not null references judging.assignment,
      version int not null,
      alias uuid not null unique,
      scores jsonb not null,
      comment text not null,
      written_at timestamptz(3) not null default now(),
      primary key (assignment_id, version)
    )`);

    this.addSql('grant select on judging.assignment_run to laureate_api');
    this.addSql('grant select, insert, update (state, version) on judging.assignment to laureate_api');
    this.addSql('grant select, insert on judging.review to laureate_api');
    this.addSql('grant select, insert on judging.assignment_run, judging.assignment to laureate_worker');
    this.addSql('grant select on judging.review to laureate_worker');
    this.addSql('grant select on judging.assignment to laureate_notifier');
  }

  /**
   * Who has cast and what was cast are two tables with nothing in common: no instant, no order, and no role may read the
   * system columns that would tell both rows of one transaction.
   */
  private ballots(): void {
    this.addSql(`create table judging.stage_key (
      cycle_id uuid not null,
      stage_key text not null,
      public_key text not null,
      wrapped_private_key text not null,
      primary key (cycle_id, stage_key)
    )`);
    this.addSql(`create table judging.ballot_cast (
      id uuid not null unique,
      cycle_id uuid not null,
      stage_key text not null,
      person_id uuid not null,
      primary key (cycle_id, stage_key, person_id)
    )`);
    this.addSql(`create table judging.sealed_ballot (
      alias uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      ciphertext text not null
    )`);
    this.addSql('create index sealed_ballot_stage on judging.sealed_ballot (cycle_id, stage_key)');
    this.addSql(`create table judging.opened_ballot (
      alias uuid primary key references judging.sealed_ballot,
      cycle_id uuid not null,
      stage_key text not null,
      ranking jsonb not null,
      recused jsonb not null
    )`);
    this.addSql('create index opened_ballot_stage on judging.opened_ballot (cycle_id, stage_key)');

    this.addSql('grant select (cycle_id, stage_key, public_key) on judging.stage_key to laureate_api');
    this.addSql('grant select, insert on judging.stage_key to laureate_worker');
    this.addSql('grant insert, select (id, cycle_id, stage_key, person_id) on judging.ballot_cast to laureate_api');
    this.addSql(
      'grant select (id, cycle_id, stage_key, person_id) on judging.ballot_cast to laureate_worker, laureate_notifier',
    );
    this.addSql('grant insert on judging.sealed_ballot to laureate_api');
    this.addSql('grant select (alias, cycle_id, stage_key, ciphertext) on judging.sealed_ballot to laureate_worker');
    this.addSql('grant select on judging.opened_ballot to laureate_api');
    this.addSql('grant select, insert on judging.opened_ballot to laureate_worker');

    // Which rows a role may see or add: ciphertexts go in while the stage is open and can be read only once it has closed.
    const stageIs = (table: string, what: string) => `exists (select from cycles.stage s
      where s.cycle_id = ${table}.cycle_id and s.key = ${table}.stage_key and ${what})`;
    this.addSql('alter table judging.sealed_ballot enable row level security');
    this.addSql(`create policy cast_while_open on judging.sealed_ballot for insert to laureate_api
      with check (${stageIs('sealed_ballot', "s.state = 'open'")})`);
    this.addSql(`create policy read_after_close on judging.sealed_ballot for select to laureate_worker
      using (${stageIs('sealed_ballot', 's.closed_at is not null')})`);
    this.addSql('alter table judging.opened_ballot enable row level security');
    this.addSql(`create policy open_after_close on judging.opened_ballot for insert to laureate_worker
      with check (${stageIs('opened_ballot', 's.closed_at is not null')})`);
    this.addSql('create policy count on judging.opened_ballot for select to laureate_worker using (true)');
    this.addSql(`create policy audit_when_decided on judging.opened_ballot for select to laureate_api
      using (${stageIs('opened_ballot', "s.state in ('decided', 'released')")})`);
  }

  private decisions(): void {
    this.addSql(`create table judging.decision (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      revision int not null,
      mode text not null,
      state text not null check (state in ('proposed', 'certified')),
      proposal_version int not null,
      inputs_digest text not null,
      method_digest text not null,
      digest_algorithm text not null,
      proposed_at timestamptz(3) not null default now(),
      certified_at timestamptz(3),
      unique (cycle_id, stage_key),
      check ((state = 'certified') = (certified_at is not null))
    )`);
    this.addSql(`create table judging.decision_proposal (
      decision_id uuid not null references judging.decision,
      version int not null,
      outcomes jsonb not null,
      log jsonb not null,
      adjustments jsonb not null,
      digest text not null,
      actor_id text not null,
      reason_code text,
      reason_text text,
      made_at timestamptz(3) not null default now(),
      primary key (decision_id, version)
    )`);
    this.addSql(`create table judging.decision_signature (
      id uuid primary key,
      decision_id uuid not null,
      proposal_version int not null,
      kind text not null check (kind in ('signature', 'certification')),
      person_id uuid not null,
      proposal_digest text not null,
      command_id text not null,
      committed jsonb not null,
      signed_at timestamptz(3) not null default now(),
      foreign key (decision_id, proposal_version) references judging.decision_proposal,
      unique (decision_id, proposal_version, person_id),
      unique (decision_id, command_id)
    )`);
    this.addSql(`create table judging.outcome (
      decision_id uuid not null references judging.decision,
      entry_id uuid not null,
      outcome text not null,
      primary key (decision_id, entry_id)
    )`);
    this.addSql('create index outcome_entry on judging.outcome (entry_id)');
    this.addSql(`create table judging.release (
      decision_id uuid not null references judging.decision,
      audience text not null check (audience in ('concerned', 'public')),
      released_by text not null,
      released_at timestamptz(3) not null default now(),
      primary key (decision_id, audience)
    )`);

    const all = ['decision', 'decision_proposal', 'decision_signature', 'outcome', 'release'].map(
      (t) => `judging.${t}`,
    );
    this.addSql(`grant select on ${all.join(', ')} to laureate_api, laureate_worker`);
    this.addSql(`grant insert on ${all.join(', ')} to laureate_worker`);
    this.addSql('grant update (state, proposal_version, certified_at) on judging.decision to laureate_worker');
    this.addSql('grant update (proposal_version) on judging.decision to laureate_api');
    this.addSql('grant insert on judging.decision_proposal to laureate_api');
    this.addSql('grant select on judging.decision, judging.outcome, judging.release to laureate_notifier');
  }
}
