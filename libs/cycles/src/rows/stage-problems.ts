import { FailureType, type StageRef } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { refusal } from '../refusals.words.js';
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

/** `conflict`: a stage cannot be decided in its present state, and since when it is in it. */
export function notDecidable({ title, state, closedAt, zone }: Stage): Problem {
  const detail = closedAt
    ? refusal('stage.notDecidedSince', { title, state, since: bothZones(toInstant(closedAt), zone) })
    : refusal('stage.notDecided', { title, state });
  return new Problem('conflict', detail, { state });
}

/** Refuses while the cycle is paused, for changes that hold its row. Throws `paused`. */
export function refusePausedCycle({ title, zone, pausedAt }: Cycle): void {
  if (!pausedAt) return;
  const since = toInstant(pausedAt);
  const detail = refusal('cycle.paused', { title, since: bothZones(since, zone) });
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
  const { title, zone } = cycle;
  const detail = refusal('cycle.pausedBeside', { title, since: bothZones(since, zone) });
  throw new Problem('paused', detail, { at: toInstant(at), pausedAt: since });
}
