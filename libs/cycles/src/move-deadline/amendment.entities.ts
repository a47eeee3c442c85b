import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { AmendmentKind, AmendmentState } from '#libs/contracts';
import type { CycleDefinition } from '../definition/definition.js';
import type { DefinitionChange } from '../definition/definition-changes.js';

/** A change of a published definition: proposed, signed, and with the last signature the definition in force. */
export const Amendment = defineEntity({
  name: 'Amendment',
  schema: 'cycles',
  tableName: 'amendment',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    kind: p.text().$type<AmendmentKind>(),
    /** The stage whose panel adopts its method; null for other kinds. */
    stageKey: p.text().nullable(),
    state: p.text().$type<AmendmentState>(),
    /** The revision it changes; adopted only while that is in force. */
    baseRevision: p.integer(),
    /** Amendment n makes revision n + 1; null until adopted. */
    number: p.integer().nullable(),
    definition: p.json().$type<CycleDefinition>(),
    definitionDigest: p.text(),
    changes: p.json().$type<DefinitionChange[]>(),
    reasonCode: p.text(),
    reasonDigest: p.text().nullable(),
    proposedBy: p.text(),
    proposedAt: p.datetime(3),
    /** When it was adopted or withdrawn. */
    settledAt: p.datetime(3).nullable(),
  },
});
export type Amendment = InferEntity<typeof Amendment>;

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
