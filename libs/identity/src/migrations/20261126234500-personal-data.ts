import { Migration } from '@mikro-orm/migrations';

/** Erasing people, and legal holds that forbid it. */
export class Identity20261126234500 extends Migration {
  override up(): void {
    this.addSql('alter table identity.person add column erased_at timestamptz');
    this.addSql(`create table identity.person_erasure (
      person_id uuid primary key references identity.person,
      reason_code text,
      reason_text text,
      erased_by text not null,
      erased_at timestamptz not null
    )`);
    this.addSql(`create table identity.legal_hold (
      id uuid primary key,
      person_id uuid not null references identity.person,
      reason_code text not null,
      reason_text text not null,
      set_by text not null,
      set_at timestamptz not null,
      lifted_by text,
      lifted_at timestamptz,
      lift_reason_code text,
      lift_reason_text text,
      check (num_nonnulls(lifted_by, lifted_at, lift_reason_code, lift_reason_text) in (0, 4))
    )`);
    this.addSql('create index legal_hold_person on identity.legal_hold (person_id)');
    this.addSql('grant select, insert on identity.person_erasure, identity.legal_hold to laureate_api');
    this.addSql(
      'grant update (lifted_by, lifted_at, lift_reason_code, lift_reason_text) on identity.legal_hold to laureate_api',
    );
    this.addSql('grant delete on identity.person_address, identity.sign_in_request to laureate_api');
    this.addSql('grant delete on auth.apikey to laureate_api');
    this.addSql('grant select, delete on auth.session to laureate_api');
  }
}
