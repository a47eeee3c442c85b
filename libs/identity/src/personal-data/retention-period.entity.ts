import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** How long one kind of what names people is kept, where the secretariat said other than what is shipped. */
export const RetentionPeriod = defineEntity({
  name: 'RetentionPeriod',
  schema: 'identity',
  tableName: 'retention_period',
  properties: {
    kind: p.text().primary(),
    days: p.integer(),
    reasonCode: p.text(),
    reasonText: p.text(),
    setBy: p.text(),
    setAt: p.datetime(),
  },
});
export type RetentionPeriod = InferEntity<typeof RetentionPeriod>;
