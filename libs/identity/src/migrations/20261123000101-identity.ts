import { Migration } from '@mikro-orm/migrations';

/** People, their addresses and roles, invitations, requests to sign in. */
export class Identity20261123000101 extends Migration {
  override up(): void {
    this.addSql('create schema identity');
    this.addSql('grant usage on schema identity to laureate_api, laureate_worker, laureate_notifier, laureate_auditor');

    this.addSql(`create table identity.person (
      id uuid primary key,
      name text not null,
      language text not null check (language in ('en', 'zh', 'fr', 'es')),
      zone text not null,
      created_at timestamptz not null default now()
    )`);

    this.addSql(`create table identity.person_address (
      id uuid primary key,
      person_id uuid not null references identity.person,
      address text not null unique check (address = lower(btrim(address))),
      is_primary boolean not null
    )`);
    this.addSql('create index person_address_person on identity.person_address (person_id)');
    this.addSql(
      'create unique index person_address_one_primary on identity.person_address (person_id) where is_primary',
    );

    this.addSql(`create table identity.role_grant (
      id uuid primary key,
      person_id uuid not null references identity.person,
      role text not null check (role in ('secretariat', 'organiser', 'city', 'expert', 'juror', 'auditor')),
      programme text,
      cycle_id uuid,
      city_id uuid,
      experts_may_judge boolean not null default false,
      granted_by text not null,
      granted_at timestamptz not null default now(),
      revoked_by text,
      revoked_at timestamptz,
      constraint role_grant_cycle_of_programme check (cycle_id is null or programme is not null),
      constraint role_grant_panel_of_cycle check (role not in ('expert', 'juror') or cycle_id is not null),
      constraint role_grant_city check (city_id is null or role = 'city')
    )`);
    this.addSql(`create unique index role_grant_once on identity.role_grant
      (person_id, role, programme, cycle_id, city_id) nulls not distinct where revoked_at is null`);
    // Two grants at once can't make somebody expert and juror of one cycle, unless its definition allows it.
    this.addSql(`create unique index role_grant_one_panel on identity.role_grant (person_id, cycle_id)
      where role in ('expert', 'juror') and revoked_at is null and not experts_may_judge`);
    this.addSql('create index role_grant_role on identity.role_grant (role, cycle_id) where revoked_at is null');

    this.addSql(`create table identity.invitation (
      id uuid primary key,
      person_id uuid not null references identity.person,
      grant_id uuid not null references identity.role_grant,
      invited_by text not null,
      invited_at timestamptz not null default now(),
      expires_at timestamptz not null,
      accepted_at timestamptz
    )`);
    this.addSql('create index invitation_person on identity.invitation (person_id)');

    this.addSql(`create table identity.sign_in_request (
      id uuid primary key,
      person_id uuid not null references identity.person,
      address_id uuid not null references identity.person_address,
      requested_at timestamptz not null default now()
    )`);
    this.addSql('create index sign_in_request_address on identity.sign_in_request (address_id, requested_at)');

    this.addSql('grant select, insert, update on identity.person, identity.person_address to laureate_api');
    this.addSql(`grant select, insert, update (revoked_by, revoked_at) on identity.role_grant to laureate_api`);
    this.addSql('grant select, insert, update (accepted_at) on identity.invitation to laureate_api');
    this.addSql('grant select, insert on identity.sign_in_request to laureate_api');
    this.addSql(
      'grant select on identity.person, identity.person_address, identity.role_grant to laureate_worker, laureate_notifier',
    );
    this.addSql('grant select on identity.invitation, identity.sign_in_request to laureate_notifier');
    this.addSql('grant select (id, name) on identity.person to laureate_auditor');
    this.addSql('grant select on identity.role_grant to laureate_auditor');
  }
}
