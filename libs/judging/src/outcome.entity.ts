import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { EntryOutcome } from '#libs/contracts';

/** What a certified decision says of an entry. */
export const Outcome = defineEntity({
  name: 'Outcome',
  schema: 'judging',
  tableName: 'outcome',
  properties: {
    decisionId: p.uuid().primary(),
    entryId: p.uuid().primary(),
    outcome: p.text().$type<EntryOutcome['outcome']>(),
  },
});
export type Outcome = InferEntity<typeof Outcome>;
