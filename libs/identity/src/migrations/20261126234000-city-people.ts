import { Migration } from '@mikro-orm/migrations';

/** Handing a city over: whom an invited person takes over from. Why a role was taken away. */
export class Identity20261126234000 extends Migration {
  override up(): void {
    this.addSql('alter table identity.invitation add column takes_over_from uuid references identity.person');
    this.addSql('alter table identity.invitation add check (takes_over_from <> person_id)');
    this.addSql(`alter table identity.role_grant
      add column revoked_reason_code text,
      add column revoked_reason_text text,
      add constraint role_grant_reason check (revoked_at is not null or num_nonnulls(revoked_reason_code, revoked_reason_text) = 0)`);
    this.addSql('create index invitation_grant on identity.invitation (grant_id)');
    this.addSql('grant update (revoked_reason_code, revoked_reason_text) on identity.role_grant to laureate_api');
    // Somebody whose role changes before they accepted still accepts by the mail they have.
    this.addSql('grant update (grant_id) on identity.invitation to laureate_api');
  }
}
