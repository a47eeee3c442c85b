import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** The one version of an entry that came in by an extension. Rows are never changed. */
export const Redemption = defineEntity({
  name: 'Redemption',
  schema: 'entries',
  tableName: 'redemption',
  properties: {
    extensionId: p.uuid().primary(),
    entryId: p.uuid().primary(),
    version: p.integer(),
  },
});
export type Redemption = InferEntity<typeof Redemption>;
