import { Migration } from '@mikro-orm/migrations';

/** Deliveries: one row for each mail to each person. */
export class Notifications20261123000601 extends Migration {
  override up(): void {
    this.addSql('create schema notifications');
    this.addSql('grant usage on schema notifications to laureate_api, laureate_notifier, laureate_auditor');
    this.addSql(`create table notifications.delivery (
      id uuid not null primary key,
      kind text not null,
      occasion text not null,
      person_id uuid not null,
      event jsonb not null,
      cycle_id uuid,
      state text not null check (state in ('pending', 'sending', 'sent', 'failed', 'unknown', 'dropped')),
      attempts int not null default 0,
      due_at timestamptz not null default now(),
      lease_owner text,
      lease_until timestamptz,
      fence int not null default 0,
      message_id text not null,
      unknown_at timestamptz,
      reason text,
      created_at timestamptz not null default now(),
      settled_at timestamptz,
      constraint delivery_once unique (kind, occasion, person_id)
    )`);
    this.addSql(`create index delivery_due on notifications.delivery (due_at) where state in ('pending', 'sending')`);
    this.addSql('create index delivery_cycle on notifications.delivery (cycle_id, id)');
    this.addSql('grant select, insert, update on notifications.delivery to laureate_notifier');
    this.addSql('grant select on notifications.delivery to laureate_api, laureate_auditor');
  }
}
