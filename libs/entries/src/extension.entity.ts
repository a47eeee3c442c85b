import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** More time for one city, or for one of its entries: what the submit check reads. Rows are never changed. */
export const Extension = defineEntity({
  name: 'Extension',
  schema: 'entries',
  tableName: 'extension',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    cityId: p.uuid().nullable(),
    entryId: p.uuid().nullable(),
    until: p.datetime(3),
    reasonCode: p.text(),
    reasonText: p.text(),
    grantedBy: p.text(),
    grantedAt: p.datetime(3),
  },
});
export type Extension = InferEntity<typeof Extension>;
