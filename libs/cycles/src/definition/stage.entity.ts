import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { LadderStep, ReleaseAudience, ReleaseStep, StageState, WindowStep } from '#libs/contracts';

/**
 * A stage of a published cycle: the row every deadline is judged by. Its columns are those of
 * `StageFacts`, and the zone.
 */
export const Stage = defineEntity({
  name: 'Stage',
  schema: 'cycles',
  tableName: 'stage',
  properties: {
    cycleId: p.uuid().primary(),
    key: p.text().primary(),
    position: p.integer(),
    type: p.text(),
    title: p.text(),
    zone: p.text(),
    revision: p.integer(),
    state: p.text().$type<StageState>(),
    version: p.integer(),
    opensAt: p.datetime(3),
    deadlineAt: p.datetime(3),
    grace: p.text(),
    hardCloseAt: p.datetime(3),
    /** Further deadlines: until when an entry may be begun, is early, and gets supporting material. */
    steps: p.json().$type<WindowStep[]>().default('[]'),
    deadlineVersion: p.integer(),
    after: p.json().$type<string[]>(),
    ladder: p.json().$type<LadderStep[]>(),
    releases: p.json().$type<ReleaseStep[]>(),
    releasedTo: p.json().$type<ReleaseAudience[]>(),
    decides: p.boolean(),
    openedAt: p.datetime(3).nullable(),
    closedAt: p.datetime(3).nullable(),
    decisionDigest: p.text().nullable(),
    /** Since when its cycle is paused. */
    pausedAt: p.datetime(3).nullable(),
  },
});
export type Stage = InferEntity<typeof Stage>;
