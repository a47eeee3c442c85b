import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** That a city gave or took back its consent to the publication of a group of fields, after it submitted. Never changed. */
export const ConsentChange = defineEntity({
  name: 'ConsentChange',
  schema: 'entries',
  tableName: 'consent_change',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    fieldGroup: p.text(),
    granted: p.boolean(),
    changedBy: p.text(),
    changedAt: p.datetime(3),
  },
});
export type ConsentChange = InferEntity<typeof ConsentChange>;
