import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import { judgingMembers, jurorsToCast } from './panel.queries.js';

/**
 * Are the entries assigned, every assignment done, and every entry that has not left reviewed as often as it should be?
 */
export async function isFullyReviewed(em: SqlEntityManager, ref: StageRef, reviewsPerEntry: number): Promise<boolean> {
  const [row] = await em.execute<{ entries: number; open: number; short: number }[]>(
    `select count(*)::int as entries, coalesce(sum(open), 0)::int as open, count(*) filter (where done < ?)::int as short
     from (
       select entry_id, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'done') as done
       from judging.assignment where cycle_id = ? and stage_key = ? group by entry_id
       having not bool_or(state = 'dropped')
     ) entry`,
    [reviewsPerEntry, ref.cycleId, ref.stageKey],
  );
  return row!.entries > 0 && row!.open === 0 && row!.short === 0;
}

/** Is the ballot box there, and has every juror cast? */
export async function isFullyCast(em: SqlEntityManager, ref: StageRef): Promise<boolean> {
  const box = await em.execute<unknown[]>('select 1 from judging.stage_key where cycle_id = ? and stage_key = ?', [
    ref.cycleId,
    ref.stageKey,
  ]);
  if (box.length === 0 || (await judgingMembers(em, ref)).length === 0) return false;
  return (await jurorsToCast(em, ref)).length === 0;
}
