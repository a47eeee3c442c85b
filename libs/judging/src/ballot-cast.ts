import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';

/** Has this person cast a ballot? Nothing tells which. */
export async function hasCast(em: SqlEntityManager, ref: StageRef, personId: string): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    'select id from judging.ballot_cast where cycle_id = ? and stage_key = ? and person_id = ?',
    [ref.cycleId, ref.stageKey, personId],
  );
  return rows.length > 0;
}
