import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

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
