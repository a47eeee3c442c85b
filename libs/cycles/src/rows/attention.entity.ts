import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** A workflow is parked and waits for the secretariat: one row a workflow and code, told once each time. */
export const Attention = defineEntity({
  name: 'Attention',
  schema: 'cycles',
  tableName: 'attention',
  properties: {
    workflowId: p.text().primary(),
    code: p.text().primary(),
    cycleId: p.uuid(),
    stageKey: p.text().nullable(),
    detail: p.text(),
    /** Which time it is; null before each was told by itself. */
    occurrence: p.text().nullable(),
    raisedAt: p.datetime(3),
    resolvedAt: p.datetime(3).nullable(),
  },
});
export type Attention = InferEntity<typeof Attention>;
