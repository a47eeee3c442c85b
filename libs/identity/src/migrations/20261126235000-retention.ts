import { Migration } from '@mikro-orm/migrations';

/** How long what names people is kept, where the secretariat said other than what is shipped; the worker carries it out. */
export class Identity20261126235000 extends Migration {
  override up(): void {
    this.addSql(`create table identity.retention_period (
      kind text primary key,
      days int not null check (days between 1 and 36500),
      reason_code text not null,
      reason_text text not null,
      set_by text not null,
      set_at timestamptz not null
    )`);
    // Whoever signs in is there, whether or not they ever pressed the button of an invitation.
    this.addSql('alter table identity.person add column signed_in_at timestamptz');
    // Of whom nothing may be erased, for libs that erase.
    this.addSql(`create view identity.held_person as
      select h.person_id, a.address from identity.legal_hold h
      left join identity.person_address a on a.person_id = h.person_id where h.lifted_at is null`);
    this.addSql('grant select, insert, update on identity.retention_period to laureate_api');
    this.addSql('grant select on identity.held_person to laureate_api, laureate_worker');

    const read = ['retention_period', 'legal_hold', 'invitation', 'sign_in_request'];
    this.addSql(`grant select on ${read.map((table) => `identity.${table}`).join(', ')} to laureate_worker`);
    this.addSql('grant select, insert on identity.person_erasure to laureate_worker');
    this.addSql('grant update (name, zone, erased_at) on identity.person to laureate_worker');
    this.addSql(
      'grant update (revoked_by, revoked_at, revoked_reason_code, revoked_reason_text) on identity.role_grant to laureate_worker',
    );
    this.addSql('grant delete on identity.person_address, identity.sign_in_request to laureate_worker');
    this.addSql('grant usage on schema auth to laureate_worker');
    // Whose they are, and no more: never a key or a session itself.
    this.addSql('grant select ("referenceId"), delete on auth.apikey to laureate_worker');
    this.addSql('grant select ("userId"), delete on auth.session to laureate_worker');
  }
}
