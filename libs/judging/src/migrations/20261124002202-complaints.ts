import { Migration } from '@mikro-orm/migrations';

/** Complaints about decisions: filed once a city and decision, handled by two people who did not decide. */
export class Judging20261124002202 extends Migration {
  override up(): void {
    this.addSql(`create table judging.complaint (
      id uuid primary key,
      number text not null unique,
      cycle_id uuid not null,
      stage_key text not null,
      decision_id uuid not null references judging.decision,
      entry_id uuid not null,
      city_id uuid not null,
      text text not null,
      filed_by uuid not null,
      filed_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      ladder jsonb not null,
      overdue_at timestamptz(3),
      settled_version int,
      settled_by uuid,
      settled_at timestamptz(3),
      unique (decision_id, city_id),
      check (due_at > filed_at),
      check (num_nonnulls(settled_version, settled_by, settled_at) in (0, 3))
    )`);
    this.addSql('create index complaint_stage on judging.complaint (cycle_id, stage_key)');
    this.addSql('create index complaint_entry on judging.complaint (entry_id)');
    this.addSql(`create table judging.complaint_handler (
      complaint_id uuid not null references judging.complaint,
      person_id uuid not null,
      assigned_by text not null,
      assigned_at timestamptz(3) not null default now(),
      primary key (complaint_id, person_id)
    )`);
    this.addSql(`create table judging.complaint_outcome (
      complaint_id uuid not null,
      version int not null check (version > 0),
      outcome text not null check (outcome in ('dismissed', 'upheld', 'inadmissible')),
      reason_code text not null,
      text text not null,
      recorded_by uuid not null,
      recorded_at timestamptz(3) not null default now(),
      primary key (complaint_id, version),
      foreign key (complaint_id, recorded_by) references judging.complaint_handler
    )`);
    this.addSql(`alter table judging.complaint
      add foreign key (id, settled_version) references judging.complaint_outcome (complaint_id, version),
      add foreign key (id, settled_by) references judging.complaint_handler (complaint_id, person_id)`);
    this.addSql(`create table judging.complaint_reminder (
      complaint_id uuid not null references judging.complaint,
      step text not null,
      primary key (complaint_id, step)
    )`);
    // Two people settle a complaint, whatever writes it; once settled it stays so.
    this.addSql(`create function judging.settle_by_two() returns trigger language plpgsql as $$
      begin
        if old.settled_at is not null and
          (new.settled_version, new.settled_by, new.settled_at) is distinct from (old.settled_version, old.settled_by, old.settled_at) then
          raise exception 'a settled complaint is never changed' using errcode = 'restrict_violation';
        end if;
        if exists (select from judging.complaint_outcome o where o.complaint_id = new.id
            and o.version = new.settled_version and o.recorded_by = new.settled_by) then
          raise exception 'an outcome is confirmed by somebody else' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`create trigger settle_by_two before update on judging.complaint
      for each row execute function judging.settle_by_two()`);

    this.addSql(
      'grant select, insert on judging.complaint, judging.complaint_handler, judging.complaint_outcome to laureate_api',
    );
    this.addSql('grant update (settled_version, settled_by, settled_at) on judging.complaint to laureate_api');
    const known =
      'id, number, cycle_id, stage_key, decision_id, entry_id, city_id, filed_at, due_at, overdue_at, settled_version, settled_at';
    this.addSql(`grant select (${known}, ladder), update (overdue_at) on judging.complaint to laureate_worker`);
    this.addSql('grant select, insert on judging.complaint_reminder to laureate_worker');
    this.addSql('grant select (complaint_id, version, recorded_by) on judging.complaint_outcome to laureate_worker');
    this.addSql(`grant select (${known}) on judging.complaint to laureate_notifier`);
    this.addSql('grant select on judging.complaint_handler, judging.complaint_outcome to laureate_notifier');
  }
}
