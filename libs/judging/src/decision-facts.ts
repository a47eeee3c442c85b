import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { DecisionFacts, StageRef } from '#libs/contracts';
import type { StageInHand } from '#libs/cycles';
import { Problem } from '#libs/platform';
import { DecisionProposal } from './decision-proposal.entity.js';
import { DecisionSignature, type SignatureKind } from './decision-signature.entity.js';
import { Decision } from './decision.entity.js';
import { panelRole } from './panel.rules.js';

/** The decision of a stage. Throws `conflict` while nothing is proposed. */
export async function requireDecision(em: SqlEntityManager, ref: StageRef): Promise<Decision> {
  const decision = await em.findOne(Decision, { cycleId: ref.cycleId, stageKey: ref.stageKey });
  if (!decision) throw new Problem('conflict', `Nothing is proposed yet for stage "${ref.stageKey}".`);
  return decision;
}

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

/** Where a decision stands; with `adding`, where it will stand once one more signature of that kind is there. */
export async function decisionFacts(
  em: SqlEntityManager,
  decision: Decision,
  { stage, stageDefinition }: StageInHand,
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
    signaturesNeeded: panelRole(stage.type) === null ? 0 : 1,
    signatures: count('signature'),
    certificationsNeeded: stageDefinition.certifiers.count,
    certifications: count('certification'),
  };
  const complete = facts.signatures >= facts.signaturesNeeded && facts.certifications >= facts.certificationsNeeded;
  return { ...facts, complete };
}
