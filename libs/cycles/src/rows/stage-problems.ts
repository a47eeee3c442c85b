import { FailureType, type StageRef } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { bothZones, toInstant } from '../definition/calendar.js';
import type { Stage } from '../definition/stage.entity.js';
import type { Cycle } from './cycle.entities.js';
import { requireCycle } from './cycle.queries.js';
import { lockStage } from './stage-lock.js';

/** Too early by the database's clock; try again in so many milliseconds. */
export class TooEarlyError extends Error {
  constructor(
    readonly waitMs: number,
    what: string,
  ) {
    super(`Too early to ${what}; in ${waitMs} ms`);
    // As it stands in recorded histories.
    this.name = FailureType.tooEarly;
  }
}

/** `conflict`: what a stage cannot in its present state, and since when it is in it. */
export function stageConflict(stage: Stage, what: string): Problem {
  const closed = stage.closedAt ? ` since ${bothZones(toInstant(stage.closedAt), stage.zone)}` : '';
  return new Problem('conflict', `"${stage.title}" ${what}: it is ${stage.state}${closed}.`, { state: stage.state });
}

/** Refuses while the cycle is paused, for changes that hold its row. Throws `paused`. */
export function refusePausedCycle({ title, zone, pausedAt }: Cycle): void {
  if (!pausedAt) return;
  const since = toInstant(pausedAt);
  const detail = `"${title}" is paused since ${bothZones(since, zone)}. Resume it first.`;
  throw new Problem('paused', detail, { pausedAt: since });
}

/**
 * Refuses while the cycle is paused, for what stands beside a stage and may outlive it: takes the
 * stage's lock shared, so that no pause begins meanwhile. To be called before the cycle's row is
 * read. Throws `paused`, with `at`.
 */
export async function refuseWhilePaused(work: Work, ref: StageRef): Promise<Cycle> {
  const { at } = await lockStage(work, ref, 'shared');
  const cycle = await requireCycle(work.em, ref.cycleId);
  if (!cycle.pausedAt) return cycle;
  const since = toInstant(cycle.pausedAt);
  const detail = `"${cycle.title}" is paused since ${bothZones(since, cycle.zone)}. Nothing runs out; send it again when it goes on.`;
  throw new Problem('paused', detail, { at: toInstant(at), pausedAt: since });
}
