import { Migration } from '@mikro-orm/migrations';

/** Named certifiers with their stand-ins, and an auditor's co-signature for one who is in conflict with an entry. */
export class Judging20261124002201 extends Migration {
  override up(): void {
    this.addSql(`create table judging.certifier (
      cycle_id uuid not null,
      stage_key text not null,
      person_id uuid not null,
      stands_in_for uuid,
      country_codes jsonb not null,
      city_ids jsonb not null,
      employers jsonb not null,
      entry_ids jsonb not null,
      named_by text not null,
      named_at timestamptz(3) not null default now(),
      primary key (cycle_id, stage_key, person_id),
      foreign key (cycle_id, stage_key, stands_in_for) references judging.certifier (cycle_id, stage_key, person_id),
      unique (cycle_id, stage_key, stands_in_for),
      check (stands_in_for <> person_id)
    )`);
    this.addSql(`create table judging.co_signature (
      id uuid primary key,
      decision_id uuid not null,
      proposal_version int not null,
      person_id uuid not null,
      auditor_id uuid not null,
      conflicts jsonb not null,
      proposal_digest text not null,
      signed_at timestamptz(3) not null default now(),
      foreign key (decision_id, proposal_version) references judging.decision_proposal,
      check (auditor_id <> person_id)
    )`);
    this.addSql('create index co_signature_for on judging.co_signature (decision_id, proposal_version, person_id)');
    this.addSql(`alter table judging.decision_signature
      add column in_place_of uuid,
      add column conflicts jsonb not null default '[]',
      add column co_signed_by uuid,
      add check (in_place_of <> person_id),
      add check (kind = 'certification' or (in_place_of is null and co_signed_by is null)),
      add check ((conflicts = '[]') = (co_signed_by is null))`);
    // Of a certifier and their stand-in, one.
    this.addSql(`create unique index decision_signature_one_of_both
      on judging.decision_signature (decision_id, proposal_version, coalesce(in_place_of, person_id))
      where kind = 'certification'`);

    this.addSql('grant select, insert, update, delete on judging.certifier to laureate_api');
    this.addSql('grant select, insert on judging.co_signature to laureate_api');
    this.addSql('grant select on judging.certifier, judging.co_signature to laureate_worker');
    this.addSql(
      'grant select on judging.certifier, judging.co_signature, judging.decision_signature to laureate_notifier',
    );
  }
}
