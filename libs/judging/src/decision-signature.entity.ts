import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { StageDecision } from '#libs/contracts';

export type SignatureKind = 'signature' | 'certification';

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
    proposalDigest: p.text(),
    commandId: p.text(),
    /** What the command answered; a repetition gets the same. */
    committed: p.json().$type<StageDecision>(),
    signedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type DecisionSignature = InferEntity<typeof DecisionSignature>;
