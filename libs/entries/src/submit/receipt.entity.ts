import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** What a city holds for a submitted version: a random id by which anyone who is given it can verify the digest. */
export const Receipt = defineEntity({
  name: 'Receipt',
  schema: 'entries',
  tableName: 'receipt',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    version: p.integer(),
    digest: p.text(),
    at: p.datetime(3),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
  },
});
export type Receipt = InferEntity<typeof Receipt>;
