import { Migration } from '@mikro-orm/migrations';

const ROLES = ['api', 'worker', 'relay', 'notifier', 'auditor'];
const WRITERS = 'laureate_api, laureate_worker, laureate_notifier, laureate_auditor';
const CONSUMERS = 'laureate_worker, laureate_notifier, laureate_auditor';

/** Roles, outbox, inbox and idempotency keys. */
export class Platform20261123000001 extends Migration {
  override up(): void {
    for (const role of ROLES) {
      this.addSql(
        `do $$ begin
           if not exists (select from pg_roles where rolname = 'laureate_${role}') then create role laureate_${role} nologin; end if;
           execute format('grant laureate_${role} to %I', current_user);
         exception when duplicate_object or unique_violation then null; end $$`,
      );
    }
    this.addSql('create schema platform');
    this.addSql(`grant usage on schema platform to ${ROLES.map((role) => `laureate_${role}`).join(', ')}`);
    this.outbox();
    this.inbox();

    this.addSql(`create table platform.idempotency_key (
      actor_id text not null,
      key text not null,
      fingerprint text not null,
      answer jsonb,
      created_at timestamptz not null default now(),
      primary key (actor_id, key)
    )`);
    this.addSql('grant select, insert, update on platform.idempotency_key to laureate_api, laureate_worker');
  }

  /** The account of all events, what relays have in hand, and what could not be published. */
  private outbox(): void {
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
      published_at timestamptz,
      primary key (recorded_at, id)
    ) partition by range (recorded_at)`);
    this.addSql('create table platform.outbox_default partition of platform.outbox default');
    // Holds only what waits, however many years of published events there are.
    this.addSql('create index outbox_pending on platform.outbox (position) where published_at is null');
    this.addSql('create index outbox_subject on platform.outbox (subject, sequence)');
    this.addSql(`create table platform.outbox_lease (
      subject text primary key,
      owner text not null,
      fence bigint not null,
      until timestamptz not null
    )`);
    this.addSql('create sequence platform.outbox_fence');
    this.addSql(`create table platform.outbox_failure (
      subject text primary key,
      event_id uuid not null unique,
      position bigint not null,
      topic text not null,
      type text not null,
      reason text not null,
      failed_at timestamptz not null default now()
    )`);
    // Attaching takes no lock that writers wait for; rows that came before their partition are moved into it.
    this.addSql(`create function platform.ensure_outbox_partitions(months_ahead int) returns setof text
      language plpgsql security definer set search_path = '' as $$
      declare
        month timestamptz;
        name text;
      begin
        perform pg_advisory_xact_lock(hashtext('platform.outbox.partitions'));
        for month in
          select date_trunc('month', now(), 'UTC') + make_interval(months => i) from generate_series(0, months_ahead) as i
        loop
          name := 'outbox_' || to_char(month at time zone 'UTC', 'YYYY_MM');
          continue when to_regclass('platform.' || name) is not null;
          execute format('create table platform.%I (like platform.outbox including defaults including constraints)', name);
          execute format(
            'with moved as (delete from platform.outbox_default where recorded_at >= %L and recorded_at < %L returning *)
             insert into platform.%I select * from moved',
            month, month + interval '1 month', name);
          execute format(
            'alter table platform.outbox attach partition platform.%I for values from (%L) to (%L)',
            name, month, month + interval '1 month');
          return next name;
        end loop;
      end $$`);
    this.addSql('revoke execute on function platform.ensure_outbox_partitions from public');
    this.addSql('select platform.ensure_outbox_partitions(2)');

    this.addSql(`grant select, insert, update on platform.stream to ${WRITERS}`);
    this.addSql(`grant select, insert on platform.outbox to ${WRITERS}`);
    this.addSql('grant select, update (published_at) on platform.outbox to laureate_relay');
    this.addSql(
      'grant select, insert, update, delete on platform.outbox_lease, platform.outbox_failure to laureate_relay',
    );
    this.addSql('grant usage on sequence platform.outbox_fence to laureate_relay');
    this.addSql('grant execute on function platform.ensure_outbox_partitions to laureate_relay');
    this.addSql('grant select, delete on platform.outbox_failure to laureate_api');
  }

  /** How far each consumer is, what it has handled, and what it could not handle. */
  private inbox(): void {
    this.addSql(`create table platform.consumer (
      name text primary key,
      topics text[] not null,
      replay int not null default 0,
      replay_wanted int not null default 0,
      replay_wanted_at timestamptz,
      started_at timestamptz not null default now()
    )`);
    this.addSql(`create table platform.consumer_offset (
      consumer text not null references platform.consumer,
      topic text not null,
      partition int not null,
      next_offset bigint not null default 0,
      moved_at timestamptz not null default now(),
      primary key (consumer, topic, partition)
    )`);
    this.addSql(
      'create table platform.inbox (consumer text not null, event_id uuid not null, primary key (consumer, event_id))',
    );
    this.addSql(`create table platform.known_sequence (
      consumer text not null,
      subject text not null,
      sequence bigint not null,
      primary key (consumer, subject)
    )`);
    this.addSql(`create table platform.dead_letter (
      id uuid primary key,
      consumer text not null,
      event_id uuid,
      event jsonb not null,
      topic text not null,
      partition int not null,
      message_offset bigint not null,
      reason text not null,
      attempts int not null,
      failed_at timestamptz not null default now(),
      redrive_wanted_at timestamptz,
      redrive_wanted_by text,
      unique (consumer, event_id)
    )`);
    this.addSql(
      'create index dead_letter_redrive on platform.dead_letter (consumer) where redrive_wanted_at is not null',
    );

    this.addSql(`grant select, insert, update on platform.consumer, platform.consumer_offset to ${CONSUMERS}`);
    this.addSql(
      `grant select, insert, update, delete on platform.inbox, platform.known_sequence, platform.dead_letter to ${CONSUMERS}`,
    );
    this.addSql('grant select on platform.consumer, platform.consumer_offset, platform.dead_letter to laureate_api');
    this.addSql('grant update (replay_wanted, replay_wanted_at) on platform.consumer to laureate_api');
    this.addSql('grant update (redrive_wanted_at, redrive_wanted_by) on platform.dead_letter to laureate_api');
  }
}
