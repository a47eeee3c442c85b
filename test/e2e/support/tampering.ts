import type pg from 'pg';

/**
 * Changes rows as somebody with all rights to the database could, past every check; gives what puts
 * them back exactly as they were. `change` is an UPDATE's SET list, or null to delete the rows.
 */
export async function tamper(
  db: pg.Client,
  table: string,
  where: string,
  change: string | null,
  values: unknown[] = [],
): Promise<() => Promise<void>> {
  const { rows } = await db.query<{ row: object }>(`select to_jsonb(t) as row from ${table} t where ${where}`);
  if (rows.length === 0) throw new Error(`There is nothing to tamper with in ${table} where ${where}.`);
  // Foreign keys and triggers do not stop whoever owns the database.
  await db.query(`set session_replication_role = replica`);
  await db.query(
    change ? `update ${table} set ${change} where ${where}` : `delete from ${table} where ${where}`,
    values,
  );
  return async () => {
    if (change) {
      const names = await db.query<{ name: string }>(
        `select quote_ident(attname) as name from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [table],
      );
      const columns = names.rows.map(({ name }) => name).join(', ');
      for (const { row } of rows) {
        await db.query(
          `update ${table} t set (${columns}) = (select ${columns} from jsonb_populate_record(null::${table}, $1))
           from jsonb_populate_record(null::${table}, $1) was where ${await sameRow(db, table)}`,
          [row],
        );
      }
    } else {
      for (const { row } of rows)
        await db.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [row]);
    }
    await db.query(`set session_replication_role = default`);
  };
}

/** The condition that a row `t` is the row `was`: by the columns of its primary key. */
async function sameRow(db: pg.Client, table: string): Promise<string> {
  const { rows } = await db.query<{ name: string }>(
    `select quote_ident(a.attname) as name from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = $1::regclass and i.indisprimary`,
    [table],
  );
  return rows.map(({ name }) => `t.${name} = was.${name}`).join(' and ');
}
