import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Conflict } from './conflicts.js';

/** An auditor knows of these conflicts of a certifier, and attests that the person may certify this proposal all the same. */
export const CoSignature = defineEntity({
  name: 'CoSignature',
  schema: 'judging',
  tableName: 'co_signature',
  properties: {
    id: p.uuid().primary(),
    decisionId: p.uuid(),
    proposalVersion: p.integer(),
    /** The certifier. */
    personId: p.uuid(),
    auditorId: p.uuid(),
    conflicts: p.json().$type<{ entryId: string; codes: Conflict['code'][] }[]>(),
    proposalDigest: p.text(),
    signedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type CoSignature = InferEntity<typeof CoSignature>;
