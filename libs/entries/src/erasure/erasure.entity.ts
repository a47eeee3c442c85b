import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** That a field of an entry was erased, by whom and why; what it held is gone. */
export const Erasure = defineEntity({
  name: 'Erasure',
  schema: 'entries',
  tableName: 'erasure',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    /** JSON pointer of the field in the content. */
    pointer: p.text(),
    reasonCode: p.text(),
    reasonText: p.text(),
    erasedBy: p.text(),
    erasedAt: p.datetime(3),
  },
});
export type Erasure = InferEntity<typeof Erasure>;
