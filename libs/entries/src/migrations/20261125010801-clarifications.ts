import { Migration } from '@mikro-orm/migrations';

/** Clarifications: what a city is asked about fields of an entry, its answer, and the version that differs in these alone. */
export class Entries20261125010801 extends Migration {
  override up(): void {
    this.addSql(`create table entries.clarification (
      id uuid primary key,
      cycle_id uuid not null,
      stage_key text not null,
      entry_id uuid not null references entries.entry,
      entry_version int not null,
      fields jsonb not null check (jsonb_array_length(fields) > 0),
      on_timeout text not null check (on_timeout in ('decide-as-is', 'invalid')),
      asked_by uuid not null,
      asked_at timestamptz(3) not null,
      due_at timestamptz(3) not null,
      deadline_version int not null check (deadline_version > 0),
      ladder jsonb not null,
      answered_version int,
      answered_by text,
      answered_at timestamptz(3),
      timed_out_at timestamptz(3),
      cancelled_at timestamptz(3),
      cancelled_by text,
      cancel_reason_code text,
      foreign key (entry_id, entry_version) references entries.entry_version,
      foreign key (entry_id, answered_version) references entries.entry_version,
      check (due_at > asked_at),
      check (num_nonnulls(answered_at, timed_out_at, cancelled_at) <= 1),
      check (num_nonnulls(answered_version, answered_by, answered_at) in (0, 3)),
      check (num_nonnulls(cancelled_by, cancelled_at) in (0, 2))
    )`);
    this.addSql('create index clarification_entry on entries.clarification (entry_id)');
    this.addSql('create index clarification_cycle on entries.clarification (cycle_id, id)');
    // One at a time, so that an answer never meets another question.
    this.addSql(`create unique index clarification_open on entries.clarification (entry_id)
      where answered_at is null and timed_out_at is null and cancelled_at is null`);
    this.addSql(`create table entries.clarification_question (
      clarification_id uuid not null references entries.clarification,
      pointer text not null,
      position int not null,
      question text not null,
      primary key (clarification_id, pointer)
    )`);
    this.addSql(`create table entries.clarification_draft (
      clarification_id uuid primary key references entries.clarification,
      version int not null check (version > 0),
      answers jsonb not null,
      saved_by text not null,
      saved_at timestamptz(3) not null
    )`);
    this.addSql(`create table entries.clarification_move (
      clarification_id uuid not null references entries.clarification,
      deadline_version int not null,
      moved_from timestamptz(3) not null,
      moved_to timestamptz(3) not null,
      reason_code text not null,
      reason_text text,
      moved_by text not null,
      moved_at timestamptz(3) not null,
      primary key (clarification_id, deadline_version)
    )`);
    this.addSql(`create table entries.clarification_reminder (
      clarification_id uuid not null references entries.clarification,
      step text not null,
      deadline_version int not null,
      primary key (clarification_id, step, deadline_version)
    )`);

    // What an answer may change is held here, whatever writes it: the named fields of the version before, and nothing else.
    this.addSql('alter table entries.entry_version add column clarification_id uuid references entries.clarification');
    this.addSql('create unique index entry_version_clarification on entries.entry_version (clarification_id)');
    this.addSql(`create function entries.pointer_path(pointer text) returns text[] language sql immutable as $$
      select array_agg(replace(replace(token, '~1', '/'), '~0', '~') order by at)
      from unnest(string_to_array(substr(pointer, 2), '/')) with ordinality as part (token, at)
    $$`);
    this.addSql(`create function entries.answer_named_fields() returns trigger language plpgsql as $$
      declare
        asked record;
        before jsonb;
        after jsonb := new.content;
        pointer text;
      begin
        select fields, entry_id, num_nonnulls(answered_at, timed_out_at, cancelled_at) as ends into asked
          from entries.clarification where id = new.clarification_id;
        if asked.entry_id is distinct from new.entry_id or asked.ends > 0 then
          raise exception 'no such question is open for this entry' using errcode = 'restrict_violation';
        end if;
        select content into before from entries.entry_version where entry_id = new.entry_id and version = new.version - 1;
        for pointer in select jsonb_array_elements_text(asked.fields) loop
          before := before #- entries.pointer_path(pointer);
          after := after #- entries.pointer_path(pointer);
        end loop;
        if before is distinct from after then
          raise exception 'an answer changes the named fields only' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$`);
    this.addSql(`create trigger answer_named_fields before insert on entries.entry_version
      for each row when (new.clarification_id is not null) execute function entries.answer_named_fields()`);

    const own = ['clarification', 'clarification_question', 'clarification_draft', 'clarification_move'];
    const tables = own.map((table) => `entries.${table}`).join(', ');
    this.addSql(`grant select, insert on ${tables} to laureate_api`);
    this
      .addSql(`grant update (due_at, deadline_version, ladder, answered_version, answered_by, answered_at, cancelled_at,
      cancelled_by, cancel_reason_code) on entries.clarification to laureate_api`);
    this.addSql('grant update, delete on entries.clarification_draft to laureate_api');
    this.addSql('grant select, insert on entries.clarification_move to laureate_worker');
    this.addSql('grant select, insert on entries.clarification_reminder to laureate_worker');
    this.addSql('grant select on entries.clarification to laureate_worker, laureate_notifier');
    this.addSql(
      'grant update (due_at, deadline_version, ladder, timed_out_at) on entries.clarification to laureate_worker',
    );
    this.addSql('grant select on entries.clarification_question to laureate_notifier');
  }
}
