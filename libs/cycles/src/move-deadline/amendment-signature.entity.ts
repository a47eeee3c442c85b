import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** One person's signature under an amendment; rows are never changed. */
export const AmendmentSignature = defineEntity({
  name: 'AmendmentSignature',
  schema: 'cycles',
  tableName: 'amendment_signature',
  properties: {
    amendmentId: p.uuid().primary(),
    personId: p.text().primary(),
    signedAt: p.datetime(3),
  },
});
export type AmendmentSignature = InferEntity<typeof AmendmentSignature>;
