import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** The secretariat opened a submitted entry again for its city to edit. Rows are never changed: the version that confirms one names it. */
export const Reopening = defineEntity({
  name: 'Reopening',
  schema: 'entries',
  tableName: 'reopening',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    /** The submitted version that stands until another one is confirmed. */
    version: p.integer(),
    /** What lets the confirmation in after the close of the call; null where it ends with the call. */
    extensionId: p.uuid().nullable(),
    reasonCode: p.text(),
    reasonText: p.text(),
    reopenedBy: p.text(),
    reopenedAt: p.datetime(3),
  },
});
export type Reopening = InferEntity<typeof Reopening>;
