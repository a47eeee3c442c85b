import type pg from 'pg';
import { eventually } from './event-lab.js';

/** Waits until so many sessions of a database wait for a lock that another one holds. */
export async function untilWaiting(db: Pick<pg.Pool, 'query'>, sessions = 1): Promise<void> {
  const sql = `select count(distinct l.pid)::int as sessions from pg_locks l join pg_stat_activity a using (pid)
    where not l.granted and a.datname = current_database()`;
  await eventually(
    async () => (await db.query<{ sessions: number }>(sql)).rows[0]!.sessions >= sessions,
    `${sessions} session(s) of the database wait for a lock`,
  );
}
