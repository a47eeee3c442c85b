import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inTurns } from './web.js';

/** Inserts single rows, each with one of these texts, over so many connections; how many a second. */
export async function rawInserts(db: pg.Pool, texts: string[], rows: number, connections: number): Promise<number> {
  await db.query('create table if not exists public.raw (id uuid primary key, content jsonb not null)');
  const pool = new pg.Pool({ ...db.options, max: connections });
  await Promise.all(Array.from({ length: connections }, () => pool.query('select 1')));
  const begun = performance.now();
  await inTurns(Array.from({ length: rows }), connections, () =>
    pool.query('insert into public.raw values ($1, $2)', [
      randomUUID(),
      texts[Math.floor(Math.random() * texts.length)],
    ]),
  );
  const rate = rows / ((performance.now() - begun) / 1_000);
  await pool.end();
  return rate;
}
