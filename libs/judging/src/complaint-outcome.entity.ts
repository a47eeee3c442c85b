import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { ComplaintOutcomeCode } from './complaint.rules.js';

/** What a handler finds about a complaint; it counts once another handler has confirmed it. Never changed, only followed. */
export const ComplaintOutcome = defineEntity({
  name: 'ComplaintOutcome',
  schema: 'judging',
  tableName: 'complaint_outcome',
  properties: {
    complaintId: p.uuid().primary(),
    version: p.integer().primary(),
    outcome: p.text().$type<ComplaintOutcomeCode>(),
    reasonCode: p.text(),
    text: p.text(),
    recordedBy: p.uuid(),
    recordedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type ComplaintOutcome = InferEntity<typeof ComplaintOutcome>;
