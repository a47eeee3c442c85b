import { Migration } from '@mikro-orm/migrations';

/** Which parking a row of `attention` is about: each is told once, also of the same workflow and code. */
export class Cycles20261126195500 extends Migration {
  override up(): void {
    this.addSql('alter table cycles.attention add column occurrence text');
  }
}
