import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Signature, StageDecision } from '#libs/contracts';
import type { Conflict } from './conflicts.js';

export type SignatureKind = Signature['kind'];

/** A person stands for one version of a proposal: the chair's signature, or a certification. */
export const DecisionSignature = defineEntity({
  name: 'DecisionSignature',
  schema: 'judging',
  tableName: 'decision_signature',
  properties: {
    id: p.uuid().primary(),
    decisionId: p.uuid(),
    proposalVersion: p.integer(),
    kind: p.text().$type<SignatureKind>(),
    personId: p.uuid(),
    /** The certifier in whose place the person stands; null in their own right. */
    inPlaceOf: p.uuid().nullable(),
    /** Codes of the person's conflicts with entries of the decision, co-signed by an auditor. */
    conflicts: p.json().$type<Conflict['code'][]>(),
    coSignedBy: p.uuid().nullable(),
    proposalDigest: p.text(),
    commandId: p.text(),
    /** What the command answered; a repetition gets the same. */
    committed: p.json().$type<StageDecision>(),
    signedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type DecisionSignature = InferEntity<typeof DecisionSignature>;
