import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** What a city binds itself by. */
export const SIGNED_ACTS = ['submitted', 'answered', 'withdrawn'] as const;
export type SignedAct = (typeof SIGNED_ACTS)[number];

/** Who acted for a city, as they said themselves, and by which account. Personal data: in no digest, and cleared by erasure. */
export const Signatory = defineEntity({
  name: 'Signatory',
  schema: 'entries',
  tableName: 'signatory',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    act: p.text().$type<SignedAct>(),
    /** The version that was submitted; null of a withdrawal. */
    version: p.integer().nullable(),
    accountId: p.text(),
    name: p.text().nullable(),
    function: p.text().nullable(),
    signedAt: p.datetime(3),
  },
});
export type Signatory = InferEntity<typeof Signatory>;
