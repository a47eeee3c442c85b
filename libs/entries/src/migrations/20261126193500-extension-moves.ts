import { Migration } from '@mikro-orm/migrations';

/** A pause gives back the time of the extensions that were running: their ends move, and what they were stays known. */
export class Entries20261126193500 extends Migration {
  override up(): void {
    this.addSql(`create table entries.extension_move (
      extension_id uuid not null references entries.extension,
      moved_from timestamptz(3) not null,
      moved_to timestamptz(3) not null,
      reason_code text not null,
      moved_by text not null,
      moved_at timestamptz(3) not null,
      primary key (extension_id, moved_from),
      check (moved_to > moved_from)
    )`);
    this.addSql('grant insert on entries.extension_move to laureate_worker');
    this.addSql('grant update (until) on entries.extension to laureate_worker');
  }
}
