import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Who has an entry in hand to check it, and until when; what has run out counts no more. */
export const EligibilityClaim = defineEntity({
  name: 'EligibilityClaim',
  schema: 'entries',
  tableName: 'eligibility_claim',
  properties: {
    entryId: p.uuid().primary(),
    stageKey: p.text().primary(),
    personId: p.text(),
    until: p.datetime(3),
  },
});
export type EligibilityClaim = InferEntity<typeof EligibilityClaim>;
