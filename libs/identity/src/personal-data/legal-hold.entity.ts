import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** That nothing of a person may be erased, from when to when, and why. */
export const LegalHold = defineEntity({
  name: 'LegalHold',
  schema: 'identity',
  tableName: 'legal_hold',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    reasonCode: p.text(),
    reasonText: p.text(),
    setBy: p.text(),
    setAt: p.datetime(),
    liftedBy: p.text().nullable(),
    liftedAt: p.datetime().nullable(),
    liftReasonCode: p.text().nullable(),
    liftReasonText: p.text().nullable(),
  },
});
export type LegalHold = InferEntity<typeof LegalHold>;
