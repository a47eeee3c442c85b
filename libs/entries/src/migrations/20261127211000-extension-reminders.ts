import { Migration } from '@mikro-orm/migrations';

/** Whoever was given more time is reminded of its end: once of each step, also when a pause moves the end. */
export class Entries20261127211000 extends Migration {
  override up(): void {
    this.addSql(`create table entries.extension_reminder (
      extension_id uuid not null references entries.extension,
      until timestamptz(3) not null,
      step text not null,
      reminded_at timestamptz(3) not null default now(),
      primary key (extension_id, until, step)
    )`);
    this.addSql('grant select, insert on entries.extension_reminder to laureate_worker');
    this.addSql('grant select on entries.extension_reminder to laureate_api, laureate_auditor');
  }
}
