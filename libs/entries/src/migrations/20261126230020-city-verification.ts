import { Migration } from '@mikro-orm/migrations';

/** Verified cities, with who or what verified them and by which letter; mail domains that programmes trust. */
export class Entries20261126230020 extends Migration {
  override up(): void {
    this.addSql(`alter table entries.city
      add column verification text not null default 'unverified' check (verification in ('unverified', 'verified')),
      add column has_letter boolean not null default false`);
    this.addSql('grant update (verification, has_letter) on entries.city to laureate_api');
    this.addSql(`create table entries.trusted_domain (
      id uuid primary key,
      programme text not null,
      domain text not null check (domain = lower(domain)),
      territory text,
      city_name text,
      reason text not null,
      added_by text not null,
      added_at timestamptz(3) not null,
      removed_by text,
      removed_at timestamptz(3),
      removal_reason text,
      foreign key (programme, territory) references entries.territory,
      check (num_nonnulls(removed_by, removed_at, removal_reason) in (0, 3))
    )`);
    this
      .addSql(`create unique index trusted_domain_once on entries.trusted_domain (programme, domain, territory, lower(city_name))
      nulls not distinct where removed_at is null`);
    this.addSql(
      'grant select, insert, update (removed_by, removed_at, removal_reason) on entries.trusted_domain to laureate_api',
    );
    this.addSql(`create table entries.city_verification (
      id uuid primary key,
      city_id uuid not null references entries.city,
      verification text not null check (verification in ('unverified', 'verified')),
      reason text,
      trusted_domain_id uuid references entries.trusted_domain,
      letter jsonb,
      done_by text not null,
      done_at timestamptz(3) not null,
      check (num_nonnulls(reason, trusted_domain_id) = 1),
      check (letter is null or (verification = 'verified' and reason is not null))
    )`);
    this.addSql('create index city_verification_city on entries.city_verification (city_id, id)');
    this.addSql('grant select, insert on entries.city_verification to laureate_api');
  }
}
