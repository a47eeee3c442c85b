import { Migration } from '@mikro-orm/migrations';

/** What people say of two cities that may be the same and are not; append-only, the last one counts. */
export class Entries20261127212000 extends Migration {
  override up(): void {
    this.addSql(`create table entries.city_mark (
      a uuid not null references entries.city,
      b uuid not null references entries.city,
      sequence int not null check (sequence > 0),
      verdict text not null check (verdict in ('different', 'open')),
      reason_text text not null,
      marked_by text not null,
      marked_at timestamptz(3) not null,
      primary key (a, b, sequence),
      check (a < b)
    )`);
    this.addSql('grant select, insert on entries.city_mark to laureate_api');
  }
}
