import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inTurns } from './web.js';

/** What single inserts took: how many a second, and the milliseconds of each. */
export interface RawInserts {
  rate: number;
  times: number[];
}

/** Inserts single rows, each with one of these texts, over so many connections. */
export async function rawInserts(db: pg.Pool, texts: string[], rows: number, connections: number): Promise<RawInserts> {
  await db.query('create table if not exists public.raw (id uuid primary key, content jsonb not null)');
  const pool = new pg.Pool({ ...db.options, max: connections });
  await Promise.all(Array.from({ length: connections }, () => pool.query('select 1')));
  const begun = performance.now();
  const times = await inTurns(Array.from({ length: rows }), connections, async () => {
    const asked = performance.now();
    const text = texts[Math.floor(Math.random() * texts.length)];
    await pool.query('insert into public.raw values ($1, $2)', [randomUUID(), text]);
    return performance.now() - asked;
  });
  const rate = rows / ((performance.now() - begun) / 1_000);
  await pool.end();
  return { rate, times };
}
