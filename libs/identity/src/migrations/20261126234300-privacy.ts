import { Migration } from '@mikro-orm/migrations';
import { SHIPPED_NOTICE } from '../privacy/shipped-notice.js';

/** Privacy notices, word for word, and what each person said to them. Both are only ever added to. */
export class Identity20261126234300 extends Migration {
  override up(): void {
    this.addSql(`create table identity.privacy_notice (
      version text primary key,
      questions jsonb not null,
      published_by text not null,
      published_at timestamptz not null default clock_timestamp()
    )`);
    this.addSql(`create table identity.privacy_choice (
      id uuid primary key,
      person_id uuid not null references identity.person,
      kind text not null check (kind in ('purpose', 'transfer')),
      key text not null,
      granted boolean not null,
      notice_version text not null references identity.privacy_notice,
      language text not null,
      chosen_at timestamptz not null
    )`);
    this.addSql('create index privacy_choice_person on identity.privacy_choice (person_id, id)');
    const { version, questions } = SHIPPED_NOTICE;
    const text = JSON.stringify(questions).replaceAll("'", "''");
    this.addSql(`insert into identity.privacy_notice (version, questions, published_by)
      values ('${version}', '${text}', 'service:migrator')`);
    this.addSql('grant select, insert on identity.privacy_notice, identity.privacy_choice to laureate_api');
  }
}
