import { Migration } from '@mikro-orm/migrations';

/** What cities say of themselves in figures, with their sources; and which city of the directory a registered one is. */
export class Entries20261126230010 extends Migration {
  override up(): void {
    this.addSql(`create table entries.city_profile (
      city_id uuid not null references entries.city,
      version int not null check (version > 0),
      figures jsonb not null,
      changed_by text not null,
      changed_at timestamptz(3) not null,
      primary key (city_id, version)
    )`);
    this.addSql('alter table entries.city add column directory_id text');
    this.addSql('grant select, insert on entries.city_profile to laureate_api');
    this.addSql('grant update (population) on entries.city to laureate_api');
  }
}
