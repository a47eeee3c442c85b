import { Migration } from '@mikro-orm/migrations';

/** Roles, outbox, inbox and idempotency keys. */
export class Platform20261123000001 extends Migration {
  override up(): void {
    for (const role of ['api', 'worker', 'relay', 'notifier', 'auditor']) {
      this.addSql(
        `do $$ begin
           if not exists (select from pg_roles where rolname = 'laureate_${role}') then create role laureate_${role} nologin; end if;
           execute format('grant laureate_${role} to %I', current_user);
         exception when duplicate_object or unique_violation then null; end $$`,
      );
    }
    this.addSql('create schema platform');
    this.addSql(
      'grant usage on schema platform to laureate_api, laureate_worker, laureate_relay, laureate_notifier, laureate_auditor',
    );

    this.addSql('create table platform.stream (subject text primary key, sequence bigint not null)');
    this.addSql(`create table platform.outbox (
      id uuid not null,
      position bigint generated always as identity,
      topic text not null,
      type text not null,
      subject text not null,
      sequence bigint not null,
      actor text not null,
      on_behalf_of text,
      cause text not null,
      traceparent text,
      data jsonb not null,
      recorded_at timestamptz not null default now(),
      lease_owner text,
      lease_until timestamptz,
      fence bigint not null default 0,
      published_at timestamptz,
      failed_at timestamptz,
      failure text,
      primary key (recorded_at, id)
    ) partition by range (recorded_at)`);
    this.addSql('create table platform.outbox_default partition of platform.outbox default');
    this.addSql('create index outbox_pending on platform.outbox (subject, sequence) where published_at is null');
    this.addSql('create index outbox_position on platform.outbox (position)');
    this.addSql('create index outbox_subject on platform.outbox (subject, sequence)');

    this.addSql(`create table platform.idempotency_key (
      actor_id text not null,
      key text not null,
      fingerprint text not null,
      answer jsonb,
      created_at timestamptz not null default now(),
      primary key (actor_id, key)
    )`);

    this.addSql(
      'grant select, insert, update on platform.stream to laureate_api, laureate_worker, laureate_notifier, laureate_auditor',
    );
    this.addSql(
      'grant select, insert on platform.outbox to laureate_api, laureate_worker, laureate_notifier, laureate_auditor',
    );
    this.addSql('grant select, update on platform.outbox to laureate_relay');
    this.addSql('grant select, insert, update on platform.idempotency_key to laureate_api, laureate_worker');
  }
}
