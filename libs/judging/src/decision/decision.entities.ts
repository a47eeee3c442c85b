import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type {
  Adjustment,
  DecisionState,
  EntryOutcome,
  ReleaseAudience,
  Role,
  Signature,
  StageDecision,
  SupersessionKind,
} from '#libs/contracts';
import type { Conflict } from '../panel/conflicts.rules.js';

/**
 * A decision of a stage: computed, perhaps adjusted, signed, certified, perhaps superseded by the next; never edited.
 */
export const Decision = defineEntity({
  name: 'Decision',
  schema: 'judging',
  tableName: 'decision',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** 1 for the stage's own, 2 … for those that supersede it. */
    number: p.integer(),
    /** The decision it takes the place of; null for the stage's own. */
    supersedes: p.uuid().nullable(),
    /** Revision of the cycle definition it follows. */
    revision: p.integer(),
    mode: p.text(),
    state: p.text().$type<DecisionState>(),
    /** The proposal that stands now. */
    proposalVersion: p.integer(),
    /** Proposals up to this version are void: the stage was reopened after them. 0 when it never was. */
    voidUntil: p.integer().default(0),
    inputsDigest: p.text(),
    methodDigest: p.text(),
    digestAlgorithm: p.text(),
    proposedAt: p.datetime(3).defaultRaw('now()'),
    certifiedAt: p.datetime(3).nullable(),
  },
});
export type Decision = InferEntity<typeof Decision>;

/** A version of a proposal, never changed: the first is computed, each adjustment by people makes the next. */
export const DecisionProposal = defineEntity({
  name: 'DecisionProposal',
  schema: 'judging',
  tableName: 'decision_proposal',
  properties: {
    decisionId: p.uuid().primary(),
    version: p.integer().primary(),
    outcomes: p.json().$type<EntryOutcome[]>(),
    log: p.json().$type<string[]>(),
    /** Who moves up, in this order, when a shortlisted entry withdraws; not shown with results. */
    reserve: p.json().$type<string[]>(),
    adjustments: p.json().$type<Adjustment[]>(),
    digest: p.text(),
    actorId: p.text(),
    reasonCode: p.text().nullable(),
    reasonText: p.text().nullable(),
    madeAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type DecisionProposal = InferEntity<typeof DecisionProposal>;

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

/**
 * An auditor has seen these conflicts of a certifier, and attests that the person may certify this
 * proposal all the same.
 */
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

/** A decision was released to an audience. */
export const Release = defineEntity({
  name: 'Release',
  schema: 'judging',
  tableName: 'release',
  properties: {
    decisionId: p.uuid().primary(),
    audience: p.text().$type<ReleaseAudience>().primary(),
    releasedBy: p.text(),
    releasedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Release = InferEntity<typeof Release>;

/** What was asked for when a certified decision is to be superseded, by whom and why; never changed. */
export const Supersession = defineEntity({
  name: 'Supersession',
  schema: 'judging',
  tableName: 'supersession',
  properties: {
    /** Id of the superseding decision. */
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** The decision that was in force. */
    supersedes: p.uuid(),
    kind: p.text().$type<SupersessionKind>(),
    /** The changes people named; what follows from them (the reserve) is in the proposal. */
    changes: p.json().$type<EntryOutcome[]>(),
    /** Who asked for it, in which role, and who put it forward: two identities where somebody acts for another. */
    askedBy: p.uuid(),
    askedRole: p.text().$type<Role>(),
    proposedBy: p.uuid(),
    reasonCode: p.text(),
    reasonText: p.text(),
    reasonDigest: p.text(),
    /** What may be told with the result, wherever it is shown. */
    publicText: p.text().nullable(),
    /** The complaint that was upheld. */
    complaintId: p.uuid().nullable(),
    /** May the reserve move up? Found under the lock when it is asked for: no stage that takes from it has opened. */
    replaces: p.boolean(),
    /** Entries of the reserve that had withdrawn by then. */
    passedOver: p.json().$type<string[]>(),
    /** Digest of the proposal that was previewed. */
    proposalDigest: p.text(),
    commandId: p.text(),
    askedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Supersession = InferEntity<typeof Supersession>;
