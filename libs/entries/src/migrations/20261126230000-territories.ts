import { Migration } from '@mikro-orm/migrations';
import { SHIPPED_REGIONS, SHIPPED_TERRITORIES } from './shipped-territories.js';

const names = ([en, zh, fr, es]: readonly string[]) => JSON.stringify({ en, zh, fr, es });
const quoted = (values: readonly (string | null)[]) =>
  values.map((value) => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`)).join(', ');

/** Territories and regions that each programme owns, beginning with the shipped list (`*`); cities refer to them. */
export class Entries20261126230000 extends Migration {
  override up(): void {
    this.addSql(`create table entries.region (
      programme text not null,
      key text not null check (btrim(key) = key and key <> ''),
      names jsonb not null,
      version int not null,
      primary key (programme, key)
    )`);
    this.addSql(`create table entries.territory (
      programme text not null,
      key text not null check (key ~ '^[a-z][a-z0-9-]{0,59}$'),
      iso_code text check (iso_code ~ '^[A-Z]{2}$'),
      region text not null,
      part_of text check (part_of <> key),
      names jsonb not null,
      retired boolean not null,
      version int not null,
      primary key (programme, key),
      foreign key (programme, region) references entries.region,
      foreign key (programme, part_of) references entries.territory
    )`);
    this.addSql('create index territory_iso on entries.territory (programme, iso_code)');
    this.addSql(`create table entries.territory_change (
      id uuid primary key,
      programme text not null,
      kind text not null check (kind in ('territory', 'region')),
      key text not null,
      version int not null,
      before jsonb,
      after jsonb not null,
      reason text not null,
      changed_by text not null,
      changed_at timestamptz(3) not null,
      unique (programme, kind, key, version)
    )`);
    const regions = SHIPPED_REGIONS.map(([key, ...of]) => `(${quoted(['*', key, names(of)])}, 1)`);
    this.addSql(`insert into entries.region (programme, key, names, version) values ${regions.join(', ')}`);
    const territories = SHIPPED_TERRITORIES.map(
      ([key, iso, region, ...of]) => `(${quoted(['*', key, iso, region, names(of)])}, false, 1)`,
    );
    this.addSql(`insert into entries.territory (programme, key, iso_code, region, names, retired, version)
      values ${territories.join(', ')}`);

    // A programme gets its list in the transaction that makes it, whoever makes it; from then on the list is its own.
    this.addSql(`create function entries.give_territories(given text) returns void language sql
      security definer set search_path = '' as $$
        insert into entries.region select given, key, names, 1 from entries.region where programme = '*';
        insert into entries.territory (programme, key, iso_code, region, part_of, names, retired, version)
        select given, key, iso_code, region, part_of, names, retired, 1 from entries.territory where programme = '*';
      $$`);
    this.addSql('revoke execute on function entries.give_territories(text) from public');
    this.addSql(`create function entries.list_territories() returns trigger language plpgsql
      security definer set search_path = '' as $$
      begin
        perform entries.give_territories(new.key);
        return new;
      end $$`);
    this.addSql(`create trigger list_territories after insert on cycles.programme
      for each row execute function entries.list_territories()`);
    this.addSql('select entries.give_territories(key) from cycles.programme');

    // A city refers to a territory of the list it was registered by; what there was refers to the shipped list.
    this.addSql(`alter table entries.city add column registered_in text not null default '*', add column territory text,
      add foreign key (registered_in, territory) references entries.territory`);
    this.addSql(`update entries.city c set territory = t.key, region = t.region from entries.territory t
      where t.programme = '*' and t.iso_code = c.country_code`);
    this.addSql('drop index entries.city_once');
    this.addSql(`create unique index city_once on entries.city (coalesce(territory, country_code), lower(name), kind)`);

    this.addSql(
      'grant select on entries.region, entries.territory to laureate_api, laureate_worker, laureate_notifier',
    );
    this.addSql('grant insert, update on entries.region, entries.territory to laureate_api');
    this.addSql('grant select, insert on entries.territory_change to laureate_api');
  }
}
