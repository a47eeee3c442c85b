import { Migration } from '@mikro-orm/migrations';

/**
 * Assignments, reviews and ballots name the revision of the definition that they followed; those there are, that of their stage.
 * A sealed ballot does not: between two revisions it would say when it was cast, and so by whom. Who has cast names the one under
 * which they did; what was cast, the one under which all ballots of the stage are opened.
 */
export class Judging20261126200002 extends Migration {
  override up(): void {
    for (const table of ['assignment_run', 'ballot_cast', 'opened_ballot']) {
      this.addSql(`alter table judging.${table} add column revision int`);
      this.addSql(`update judging.${table} t set revision = s.revision
        from cycles.stage s where s.cycle_id = t.cycle_id and s.key = t.stage_key`);
      this.addSql(`alter table judging.${table} alter column revision set not null`);
    }
    this.addSql('alter table judging.review add column revision int');
    this.addSql(`update judging.review r set revision = s.revision
      from judging.assignment a join cycles.stage s on s.cycle_id = a.cycle_id and s.key = a.stage_key
      where a.id = r.assignment_id`);
    this.addSql('alter table judging.review alter column revision set not null');
    this.addSql('grant select (revision) on judging.ballot_cast to laureate_api');
  }
}
