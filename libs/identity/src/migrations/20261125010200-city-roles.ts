import { Migration } from '@mikro-orm/migrations';

/** What each person of a city may do for it; whoever acted for one before is an owner. */
export class Identity20261125010200 extends Migration {
  override up(): void {
    this.addSql('alter table identity.role_grant add column city_role text');
    this.addSql(`update identity.role_grant set city_role = 'owner' where city_id is not null`);
    this.addSql(`alter table identity.role_grant
      add constraint role_grant_city_role check (city_role in ('owner', 'editor', 'reader')),
      add constraint role_grant_city_has_role check ((city_id is null) = (city_role is null))`);
    this.addSql('create index role_grant_city on identity.role_grant (city_id) where revoked_at is null');
    this.addSql(`create view identity.city_person as
      select city_id, person_id, city_role from identity.role_grant
      where role = 'city' and city_id is not null and revoked_at is null`);
    this.addSql('grant select on identity.city_person to laureate_api, laureate_worker, laureate_notifier');
  }
}
