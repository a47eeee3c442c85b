import type { Command, CyclePlan } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { type Cycle, StageRecord } from './cycle.entities.js';
import type { Stage } from '../definition/stage.entity.js';

/** What the cycle's workflow runs by, from the rows. */
export const planOf = (cycle: Cycle, stages: Stage[]): CyclePlan => ({
  cycleId: cycle.id,
  programme: cycle.programme,
  revision: cycle.revision,
  status: cycle.status,
  pausedAt: cycle.pausedAt ? toInstant(cycle.pausedAt) : null,
  stages: stages.map(({ key, type, after, opensAt, state }) => ({
    key,
    type,
    after,
    opensAt: toInstant(opensAt),
    state,
  })),
});

/**
 * What a command about the whole cycle committed, the first time or before: the plan, and each stage as it changed it.
 */
export async function planAfter(work: Work, cycle: Cycle, stages: Stage[], command: Command): Promise<CyclePlan> {
  await work.em.flush();
  const by = { cycleId: cycle.id, commandId: command.commandId };
  const records = await work.em.find(StageRecord, by, { orderBy: { stageKey: 'asc' } });
  return { ...planOf(cycle, stages), changed: records.map(({ facts }) => facts) };
}
