import { Migration } from '@mikro-orm/migrations';

/** An appeal is the complaint of a city whose entry was found invalid: once an entry, settled by one who did not decide before. */
export class Judging20261125010803 extends Migration {
  override up(): void {
    this.addSql(`alter table judging.complaint add column kind text not null default 'complaint'
      check (kind in ('complaint', 'appeal'))`);
    this.addSql('alter table judging.complaint drop constraint complaint_decision_id_city_id_key');
    this.addSql(
      `create unique index complaint_once on judging.complaint (decision_id, city_id) where kind = 'complaint'`,
    );
    this.addSql(`create unique index appeal_once on judging.complaint (entry_id) where kind = 'appeal'`);
    // Whoever decided before does not decide again, whatever writes it; a complaint takes two, an appeal one.
    this.addSql(`create or replace function judging.settle_by_two() returns trigger language plpgsql as $$
      begin
        if old.settled_at is not null and
          (new.settled_version, new.settled_by, new.settled_at) is distinct from (old.settled_version, old.settled_by, old.settled_at) then
          raise exception 'a settled complaint is never changed' using errcode = 'restrict_violation';
        end if;
        if new.kind = 'complaint' and exists (select from judging.complaint_outcome o where o.complaint_id = new.id
            and o.version = new.settled_version and o.recorded_by = new.settled_by) then
          raise exception 'an outcome is confirmed by somebody else' using errcode = 'restrict_violation';
        end if;
        if new.kind = 'appeal' and new.settled_by is not null and (
          exists (select from entries.eligibility_check e where e.entry_id = new.entry_id and e.stage_key = new.stage_key
            and e.checked_by = new.settled_by::text)
          or exists (select from judging.decision_signature s join judging.decision d on d.id = s.decision_id
            where d.cycle_id = new.cycle_id and d.stage_key = new.stage_key and new.settled_by in (s.person_id, s.in_place_of))) then
          raise exception 'an appeal is decided by somebody who did not decide before' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql('grant select (kind) on judging.complaint to laureate_worker, laureate_notifier');
  }
}
