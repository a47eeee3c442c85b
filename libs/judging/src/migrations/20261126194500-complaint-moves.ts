import { Migration } from '@mikro-orm/migrations';

/** The end of a pause moves what is due of a complaint; what it was stays known. */
export class Judging20261126194500 extends Migration {
  override up(): void {
    this.addSql(`create table judging.complaint_move (
      complaint_id uuid not null references judging.complaint,
      moved_from timestamptz(3) not null,
      moved_to timestamptz(3) not null,
      reason_code text not null,
      moved_by text not null,
      moved_at timestamptz(3) not null,
      primary key (complaint_id, moved_from),
      check (moved_to > moved_from)
    )`);
    this.addSql('grant insert on judging.complaint_move to laureate_worker');
    this.addSql('grant update (due_at, ladder) on judging.complaint to laureate_worker');
  }
}
