import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { DecisionInputs } from '#libs/contracts';

/** The decision of a stage: computed, perhaps adjusted, signed, certified. */
export const Decision = defineEntity({
  name: 'Decision',
  schema: 'judging',
  tableName: 'decision',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** Revision of the cycle definition it follows. */
    revision: p.integer(),
    mode: p.text().$type<DecisionInputs['mode']>(),
    state: p.text().$type<'proposed' | 'certified'>(),
    /** The proposal that stands now. */
    proposalVersion: p.integer(),
    inputsDigest: p.text(),
    methodDigest: p.text(),
    digestAlgorithm: p.text(),
    proposedAt: p.datetime(3).defaultRaw('now()'),
    certifiedAt: p.datetime(3).nullable(),
  },
});
export type Decision = InferEntity<typeof Decision>;
