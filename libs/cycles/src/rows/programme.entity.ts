import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** An award; it owns cycles. */
export const Programme = defineEntity({
  name: 'Programme',
  schema: 'cycles',
  tableName: 'programme',
  properties: {
    key: p.text().primary(),
    name: p.text(),
  },
});
export type Programme = InferEntity<typeof Programme>;
