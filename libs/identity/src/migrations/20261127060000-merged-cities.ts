import { Migration } from '@mikro-orm/migrations';

/** Cities that were merged into another one: nobody gets a role for them any more, and whoever asks for their people means the other's. */
export class Identity20261127060000 extends Migration {
  override up(): void {
    this.addSql(`create table identity.merged_city (
      city_id uuid primary key,
      into_id uuid not null check (into_id <> city_id)
    )`);
    this.addSql('create index merged_city_into on identity.merged_city (into_id)');
    this.addSql('grant select, insert, update (into_id) on identity.merged_city to laureate_api');
    this.addSql('grant select on identity.merged_city to laureate_worker, laureate_notifier');
  }
}
