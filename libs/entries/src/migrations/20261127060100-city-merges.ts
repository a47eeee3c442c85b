import { Migration } from '@mikro-orm/migrations';

/** Cities registered twice: merged into one, with who did it and why; and how alike the names of cities are. */
export class Entries20261127060100 extends Migration {
  override up(): void {
    // Always the city that is left, also when that was merged in its turn: nobody has to follow a chain.
    this.addSql(
      `alter table entries.city add column merged_into uuid references entries.city check (merged_into <> id)`,
    );
    this.addSql('create index city_merged_into on entries.city (merged_into) where merged_into is not null');
    this.addSql('grant update (merged_into, directory_id) on entries.city to laureate_api');
    this.addSql(`create table entries.city_merge (
      id uuid primary key,
      city_id uuid not null unique references entries.city,
      into_id uuid not null references entries.city,
      digest text not null,
      moved jsonb not null,
      reason_code text not null,
      reason_text text not null,
      done_by text not null,
      done_at timestamptz(3) not null,
      check (city_id <> into_id)
    )`);
    this.addSql('create index city_merge_into on entries.city_merge (into_id, id)');
    this.addSql('grant select, insert on entries.city_merge to laureate_api');
    this.addSql('grant update (city_id, name) on entries.framework to laureate_api');
    this.addSql('grant update (city_id) on entries.extension to laureate_api');

    // Without letter case, accents and the words that many names of cities begin or end with; three letters in a row of each word.
    this
      .addSql(`create function entries.name_pieces(name text) returns text[] language sql immutable parallel safe as $$
      select coalesce(array_agg(distinct substr(padded, at, 3)), '{}')
      from (select '  ' || word || ' ' as padded
        from regexp_split_to_table(
          regexp_replace(
            regexp_replace(lower(regexp_replace(normalize(name, NFKD), '[\\u0300-\\u036f]', '', 'g')),
              '\\m(the|city|of|municipality|municipal|metropolitan|government|council|county|town|ville|de|ciudad|municipio|ayuntamiento|mairie|commune)\\M', ' ', 'g'),
            '(市|县|縣|省)', ' ', 'g'),
          '[[:space:][:punct:]]+') word
        where word <> '') words
      cross join lateral generate_series(1, length(padded) - 2) at
    $$`);
    // What two names share of all that they have: the Jaccard index, from 0 to 1.
    this
      .addSql(`create function entries.name_likeness(a text[], b text[]) returns real language sql immutable parallel safe as $$
      select case when cardinality(a) = 0 or cardinality(b) = 0 then 0 else
        (select count(*) from unnest(a) piece where piece = any (b))::real
        / (select count(*) from (select unnest(a) union select unnest(b)) every) end
    $$`);
  }
}
