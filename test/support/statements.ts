import type { SqlEntityManager } from '@mikro-orm/postgresql';

/**
 * The statements sent to the database while something runs, by their first words. The waking of the
 * relay is left out: it comes after the commit, once for all that is committed then, and nobody
 * waits for it.
 */
export async function statementsOf({ config }: SqlEntityManager, act: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  config.set('onQuery', (sql: string) => {
    if (!sql.includes(`pg_notify('outbox'`)) statements.push(sql);
    return sql;
  });
  try {
    await act();
  } finally {
    config.set('onQuery', (sql: string) => sql);
  }
  return statements.map((sql) => sql.trim().split(/\s+/, 3).join(' '));
}
