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

/** That a person was erased, by whom and why. Their id stays in everything that was decided. */
export const PersonErasure = defineEntity({
  name: 'PersonErasure',
  schema: 'identity',
  tableName: 'person_erasure',
  properties: {
    personId: p.uuid().primary(),
    reasonCode: p.text().nullable(),
    reasonText: p.text().nullable(),
    erasedBy: p.text(),
    erasedAt: p.datetime(),
  },
});
export type PersonErasure = InferEntity<typeof PersonErasure>;

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
