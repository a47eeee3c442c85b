import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { StageFacts } from '#libs/contracts';

/** What happened to a stage. */
export type StageTransition =
  | 'scheduled'
  | 'opened'
  | 'deadline-moved'
  | 'amended'
  | 'paused'
  | 'resumed'
  | 'reopened'
  | 'closed'
  | 'proposed'
  | 'decided'
  | 'released'
  | 'cancelled';

/** Every committed version of a stage's facts, append-only: what the audit's fold compares with the histories. */
export const StageRecord = defineEntity({
  name: 'StageRecord',
  schema: 'cycles',
  tableName: 'stage_record',
  properties: {
    cycleId: p.uuid().primary(),
    stageKey: p.text().primary(),
    version: p.integer().primary(),
    transition: p.text().$type<StageTransition>(),
    facts: p.json().$type<StageFacts>(),
    actorId: p.text(),
    commandId: p.text().nullable(),
    reasonCode: p.text().nullable(),
    reasonDigest: p.text().nullable(),
    recordedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type StageRecord = InferEntity<typeof StageRecord>;
