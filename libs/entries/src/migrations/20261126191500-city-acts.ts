import { Migration } from '@mikro-orm/migrations';

/** What the secretariat did in the name of a city, for the city to see. */
export class Entries20261126191500 extends Migration {
  override up(): void {
    this.addSql(`create table entries.city_act (
      id uuid primary key,
      city_id uuid not null references entries.city,
      kind text not null check (kind in ('entry-drafted', 'entry-withdrawn')),
      cycle_id uuid not null,
      entry_id uuid not null references entries.entry,
      done_by uuid not null,
      on_behalf_of uuid not null check (on_behalf_of <> done_by),
      done_at timestamptz(3) not null
    )`);
    this.addSql('create index city_act_city on entries.city_act (city_id, id)');
    this.addSql('grant select, insert on entries.city_act to laureate_api');
  }
}
