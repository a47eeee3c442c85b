import { Migration } from '@mikro-orm/migrations';

/** The form an entry's draft follows, the framework it is part of, and the earlier entry it resubmits. */
export class Entries20261125010301 extends Migration {
  override up(): void {
    this.addSql(`create table entries.framework (
      id uuid primary key,
      cycle_id uuid not null,
      city_id uuid not null references entries.city,
      name text not null check (btrim(name) = name and name <> ''),
      created_by text not null,
      created_at timestamptz(3) not null
    )`);
    this.addSql('create unique index framework_once on entries.framework (cycle_id, city_id, lower(name))');
    // The name is written again, in its new letters, by whoever joins: that also lets them wait for each other.
    this.addSql('grant select, insert, update (name) on entries.framework to laureate_api');

    this.addSql(`alter table entries.entry
      add column form_revision int,
      add column framework_id uuid references entries.framework,
      add column framework_place int check (framework_place between 1 and 3),
      add column resubmission_of uuid,
      add column resubmission_of_version int,
      add check ((framework_place is not null) = (framework_id is not null and state <> 'withdrawn')),
      add check ((resubmission_of is null) = (resubmission_of_version is null)),
      add check (resubmission_of <> id),
      add foreign key (resubmission_of, resubmission_of_version) references entries.entry_version`);
    // Three places in a framework, each for one entry: no fourth gets in, however many try at once.
    this.addSql('create unique index framework_place_once on entries.entry (framework_id, framework_place)');
    this.addSql(`create unique index resubmitted_once on entries.entry (cycle_id, resubmission_of)
      where resubmission_of is not null and withdrawn_at is null`);

    this.addSql(`update entries.entry e set form_revision = coalesce(
      (select v.revision from entries.entry_version v where v.entry_id = e.id and v.version = e.current_version),
      (select s.revision from cycles.stage s where s.cycle_id = e.cycle_id and s.key = e.stage_key),
      1)`);
    this.addSql('alter table entries.entry alter column form_revision set not null');
  }
}
