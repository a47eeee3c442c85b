import { Migration } from '@mikro-orm/migrations';

/** Proposals up to a version are void: their stage was reopened after them. */
export class Judging20261124002502 extends Migration {
  override up(): void {
    this.addSql(`alter table judging.decision
      add column void_until int not null default 0,
      add check (void_until between 0 and proposal_version),
      add check (state <> 'certified' or void_until < proposal_version)`);
    this.addSql(
      'grant update (void_until, revision, mode, inputs_digest, method_digest, digest_algorithm) on judging.decision to laureate_worker',
    );
  }
}
