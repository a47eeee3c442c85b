import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Somebody who did not decide handles a complaint. */
export const ComplaintHandler = defineEntity({
  name: 'ComplaintHandler',
  schema: 'judging',
  tableName: 'complaint_handler',
  properties: {
    complaintId: p.uuid().primary(),
    personId: p.uuid().primary(),
    assignedBy: p.text(),
    assignedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type ComplaintHandler = InferEntity<typeof ComplaintHandler>;
