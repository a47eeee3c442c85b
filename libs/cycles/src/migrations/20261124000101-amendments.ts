import { Migration } from '@mikro-orm/migrations';

/** Amendments: numbered changes of a published definition, with who signed them. */
export class Amendments20261124000101 extends Migration {
  override up(): void {
    this.addSql(`create table cycles.amendment (
      id uuid primary key,
      cycle_id uuid not null references cycles.cycle deferrable initially deferred,
      kind text not null check (kind in ('deadline', 'definition', 'method')),
      stage_key text,
      state text not null check (state in ('proposed', 'adopted', 'withdrawn')),
      base_revision int not null,
      number int,
      definition jsonb not null,
      definition_digest text not null,
      changes jsonb not null,
      reason_code text not null,
      reason_digest text,
      proposed_by text not null,
      proposed_at timestamptz(3) not null,
      settled_at timestamptz(3),
      unique (cycle_id, number),
      check ((state = 'adopted') = (number is not null)),
      check ((state = 'proposed') = (settled_at is null)),
      check ((kind = 'method') = (stage_key is not null))
    )`);
    this.addSql(`create table cycles.amendment_signature (
      amendment_id uuid not null references cycles.amendment deferrable initially deferred,
      person_id text not null,
      signed_at timestamptz(3) not null,
      primary key (amendment_id, person_id)
    )`);
    this.addSql(
      `grant select on cycles.amendment, cycles.amendment_signature
       to laureate_api, laureate_worker, laureate_auditor, laureate_notifier`,
    );
    this.addSql('grant insert on cycles.amendment to laureate_api');
    this.addSql('grant update (state, settled_at) on cycles.amendment to laureate_api');
    this.addSql('grant insert, update on cycles.amendment to laureate_worker');
    this.addSql('grant insert on cycles.amendment_signature to laureate_worker');
    this.addSql('grant insert on cycles.cycle_revision, cycles.stage to laureate_worker');
    this.addSql('grant insert, update on cycles.programme to laureate_worker');
  }
}
