import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { AssignmentInputs } from './assignment.js';

/** What the assignments of a stage were computed from: enough to repeat it. */
export const AssignmentRun = defineEntity({
  name: 'AssignmentRun',
  schema: 'judging',
  tableName: 'assignment_run',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    seed: p.text(),
    inputs: p.json().$type<AssignmentInputs>(),
    inputsDigest: p.text(),
    digestAlgorithm: p.text(),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
    madeAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type AssignmentRun = InferEntity<typeof AssignmentRun>;
