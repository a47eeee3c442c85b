import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { DecisionInputs, DecisionState } from '#libs/contracts';

/** A decision of a stage: computed, perhaps adjusted, signed, certified, perhaps superseded by the next; never edited. */
export const Decision = defineEntity({
  name: 'Decision',
  schema: 'judging',
  tableName: 'decision',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** 1 for the stage's own, 2 … for those that supersede it. */
    number: p.integer(),
    /** The decision it takes the place of; null for the stage's own. */
    supersedes: p.uuid().nullable(),
    /** Revision of the cycle definition it follows. */
    revision: p.integer(),
    mode: p.text().$type<DecisionInputs['mode']>(),
    state: p.text().$type<DecisionState>(),
    /** The proposal that stands now. */
    proposalVersion: p.integer(),
    /** Proposals up to this version are void: the stage was reopened after them. 0 when it never was. */
    voidUntil: p.integer().default(0),
    inputsDigest: p.text(),
    methodDigest: p.text(),
    digestAlgorithm: p.text(),
    proposedAt: p.datetime(3).defaultRaw('now()'),
    certifiedAt: p.datetime(3).nullable(),
  },
});
export type Decision = InferEntity<typeof Decision>;
