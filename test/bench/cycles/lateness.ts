import type pg from 'pg';
import { DECIDING } from './plan.js';

/** How late each transition was committed, ms after the instant it was planned for. */
export interface Lateness {
  opened: number[];
  reminded: number[];
  closed: number[];
  /** Of stages that nobody has to decide: since they closed. */
  decided: number[];
  /** Of decisions that are released at an instant. */
  released: number[];
}

/**
 * Reads it from what the transactions themselves recorded. A stage closes when the drain after its
 * hard close is over: from then on it is late. A reminder that a moved deadline put into the past
 * was due when it moved.
 */
export async function readLateness(db: pg.Pool, drainMs: number): Promise<Lateness> {
  const read = async (sql: string, values: unknown[] = []) =>
    (await db.query<{ ms: string }>(sql, values)).rows.map(({ ms }) => Number(ms));
  const benchCycles = `(select id from cycles.cycle where programme = 'bench')`;
  return {
    opened: await read(
      `select extract(epoch from recorded_at - (facts->>'opensAt')::timestamptz) * 1000 as ms
       from cycles.stage_record where transition = 'opened' and cycle_id in ${benchCycles}`,
    ),
    closed: await read(
      `select extract(epoch from recorded_at - (facts->>'hardCloseAt')::timestamptz) * 1000 - $1::int as ms
       from cycles.stage_record where transition = 'closed' and cycle_id in ${benchCycles}`,
      [drainMs],
    ),
    decided: await read(
      `select extract(epoch from d.recorded_at - c.recorded_at) * 1000 as ms
       from cycles.stage_record d join cycles.stage_record c using (cycle_id, stage_key)
       where d.transition = 'decided' and c.transition = 'closed' and d.stage_key <> $1 and cycle_id in ${benchCycles}`,
      [DECIDING],
    ),
    released: await read(
      `select extract(epoch from recorded_at - (facts->'releases'->0->>'when')::timestamptz) * 1000 as ms
       from cycles.stage_record where transition = 'released' and stage_key = $1 and cycle_id in ${benchCycles}`,
      [DECIDING],
    ),
    reminded: await read(
      `select extract(epoch from m.reminded_at - greatest((rung->>'at')::timestamptz, r.recorded_at)) * 1000 as ms
       from cycles.reminder m
       cross join lateral (select facts, recorded_at from cycles.stage_record r
         where r.cycle_id = m.cycle_id and r.stage_key = m.stage_key
           and (r.facts->>'deadlineVersion')::int = m.deadline_version order by r.version limit 1) r
       cross join lateral jsonb_array_elements(r.facts->'ladder') rung
       where rung->>'step' = m.step and m.cycle_id in ${benchCycles}`,
    ),
  };
}

/** Steps of ladders that nobody was reminded of. */
export async function countMissing(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ missing: number }>(
    `select count(*)::int as missing from cycles.stage s join cycles.cycle c on c.id = s.cycle_id,
       jsonb_array_elements(s.ladder) rung
     where c.programme = 'bench' and not exists (select from cycles.reminder m
       where m.cycle_id = s.cycle_id and m.stage_key = s.key and m.step = rung->>'step')`,
  );
  return rows[0]!.missing;
}
