import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { DecisionFacts, Signature, StageRef } from '#libs/contracts';
import { type Stage, type StageContext, type StageHandlers, stageContextOf } from '#libs/cycles';
import { Problem } from '#libs/platform';
import {
  Decision,
  DecisionProposal,
  DecisionSignature,
  type SignatureKind,
  Supersession,
} from './decision.entities.js';
import { refusal } from '../refusals.words.js';

/** The stage's own decision, whatever supersedes it; null while nothing is proposed. */
export function ownDecision(em: SqlEntityManager, { cycleId, stageKey }: StageRef): Promise<Decision | null> {
  return em.findOne(Decision, { cycleId, stageKey, number: 1 });
}

/** The stage's own decision. Throws `conflict` while nothing is proposed. */
export async function requireDecision(em: SqlEntityManager, ref: StageRef): Promise<Decision> {
  const decision = await ownDecision(em, ref);
  if (!decision || isVoid(decision)) throw new Problem('conflict', refusal('proposal.none', { stage: ref.stageKey }));
  return decision;
}

/** The decision of a stage that is in force: the last that was certified; null while none is. */
export function decisionInForce(em: SqlEntityManager, { cycleId, stageKey }: StageRef): Promise<Decision | null> {
  return em.findOne(Decision, { cycleId, stageKey, state: 'certified' }, { orderBy: { number: 'desc' } });
}

/** The id of the decision of a stage that is in force; null while none is. */
export async function decisionIdInForce(em: SqlEntityManager, { cycleId, key }: Stage): Promise<string | null> {
  return (await decisionInForce(em, { cycleId, stageKey: key }))?.id ?? null;
}

/** Was its stage reopened after the last proposal? Then there is none until it closes again. */
export const isVoid = ({ voidUntil, proposalVersion }: Decision): boolean => voidUntil >= proposalVersion;

/** The proposal that stands. */
export function presentProposal(em: SqlEntityManager, decision: Decision): Promise<DecisionProposal> {
  return em.findOneOrFail(DecisionProposal, { decisionId: decision.id, version: decision.proposalVersion });
}

/** Who stands for the present proposal; what was signed before an adjustment is void. */
export function signaturesOf(em: SqlEntityManager, decision: Decision): Promise<DecisionSignature[]> {
  return em.find(
    DecisionSignature,
    { decisionId: decision.id, proposalVersion: decision.proposalVersion },
    { orderBy: { id: 'asc' } },
  );
}

/** A signature as records and histories tell it. */
export const signatureOf = ({ kind, personId, inPlaceOf, conflicts, coSignedBy }: DecisionSignature): Signature => ({
  kind,
  personId,
  inPlaceOf: inPlaceOf ?? null,
  conflicts,
  coSignedBy: coSignedBy ?? null,
});

/** Throws `conflict` unless somebody named the digest of the proposal that stands. */
export function requireDigest(named: string, proposal: DecisionProposal): void {
  if (named === proposal.digest) return;
  throw new Problem('conflict', refusal('proposal.other', { version: proposal.version, digest: proposal.digest }), {
    proposalVersion: proposal.version,
    proposalDigest: proposal.digest,
  });
}

/** Where a decision stands; with `adding`, where it will stand once one more signature of that kind is there. */
export async function decisionFacts(
  em: SqlEntityManager,
  handlers: StageHandlers,
  decision: Decision,
  { stage, stageDefinition }: StageContext,
  adding?: SignatureKind,
): Promise<DecisionFacts> {
  const signatures = await signaturesOf(em, decision);
  const proposal = await presentProposal(em, decision);
  const count = (kind: SignatureKind) =>
    signatures.filter((each) => each.kind === kind).length + (adding === kind ? 1 : 0);
  const facts = {
    cycleId: decision.cycleId,
    stageKey: decision.stageKey,
    decisionId: decision.id,
    proposalVersion: decision.proposalVersion,
    proposalDigest: proposal.digest,
    inputsDigest: decision.inputsDigest,
    methodDigest: decision.methodDigest,
    signaturesNeeded: handlers.panelRole(stage.type) === null ? 0 : 1,
    signatures: count('signature'),
    certificationsNeeded: stageDefinition.certifiers.count,
    certifications: count('certification'),
  };
  const complete = facts.signatures >= facts.signaturesNeeded && facts.certifications >= facts.certificationsNeeded;
  return { ...facts, complete, ...(await supersessionFacts(em, decision, complete)) };
}

async function supersessionFacts(
  em: SqlEntityManager,
  { id, number, supersedes, state }: Decision,
  complete: boolean,
): Promise<Pick<DecisionFacts, 'supersession'>> {
  if (supersedes == null) return {};
  const { kind } = await em.findOneOrFail(Supersession, { id });
  return { supersession: { number, supersedes, kind, state: complete ? 'certified' : state } };
}

/** A stage's own proposal as it stands; null while there is none. */
export async function proposalOf(
  em: SqlEntityManager,
  handlers: StageHandlers,
  stage: Stage,
): Promise<DecisionFacts | null> {
  const decision = await ownDecision(em, { cycleId: stage.cycleId, stageKey: stage.key });
  return decision && !isVoid(decision) ? decisionFacts(em, handlers, decision, await stageContextOf(em, stage)) : null;
}
