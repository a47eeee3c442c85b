import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { CycleDefinition } from '../definition/definition.js';

/** A frozen definition of a cycle; rows are never changed. */
export const CycleRevision = defineEntity({
  name: 'CycleRevision',
  schema: 'cycles',
  tableName: 'cycle_revision',
  properties: {
    cycleId: p.uuid().primary(),
    revision: p.integer().primary(),
    definition: p.json().$type<CycleDefinition>(),
    digest: p.text(),
    digestAlgorithm: p.text(),
    actorId: p.text(),
    createdAt: p.datetime(3),
  },
});
export type CycleRevision = InferEntity<typeof CycleRevision>;
