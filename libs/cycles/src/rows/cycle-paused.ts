import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant, StageRef } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { bothZones, endAfterPauses, toInstant } from '../definition/calendar.js';
import type { Cycle } from './cycle.entity.js';
import { requireCycle } from './cycle.queries.js';
import { Pause } from './pause.entity.js';
import { lockStage } from './stage-lock.js';

/** Refuses while the cycle is paused, for changes that hold its row. Throws `paused`. */
export function refusePausedCycle({ title, zone, pausedAt }: Cycle): void {
  if (!pausedAt) return;
  const since = toInstant(pausedAt);
  const detail = `"${title}" is paused since ${bothZones(since, zone)}. Resume it first.`;
  throw new Problem('paused', detail, { pausedAt: since });
}

/**
 * Refuses while the cycle is paused, for what stands beside a stage and may outlive it: takes the stage's lock shared, so that no
 * pause begins meanwhile. To be called before the cycle's row is read. Throws `paused`, with `at`.
 */
export async function refuseWhilePaused(work: Work, ref: StageRef): Promise<Cycle> {
  const { at } = await lockStage(work, ref, 'shared');
  const cycle = await requireCycle(work.em, ref.cycleId);
  if (!cycle.pausedAt) return cycle;
  const since = toInstant(cycle.pausedAt);
  const detail = `"${cycle.title}" is paused since ${bothZones(since, cycle.zone)}. Nothing runs out; send it again when it goes on.`;
  throw new Problem('paused', detail, { at: toInstant(at), pausedAt: since });
}

/** The end of a time that began at `from`, later by as much of it as the cycle was paused. */
export async function endWithPauses(
  em: SqlEntityManager,
  cycleId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<Instant> {
  const pauses = await em.find(Pause, { cycleId, resumedAt: { $ne: null } }, { orderBy: { number: 'asc' } });
  const spans = pauses.map(({ pausedAt, resumedAt }) => ({ from: toInstant(pausedAt), to: toInstant(resumedAt!) }));
  return endAfterPauses({ from, to }, spans);
}
