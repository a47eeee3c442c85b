import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { DecisionFacts, SignCommand, Signature, StageDecision, StageFacts, StageRef } from '#libs/contracts';
import { type StageContext, StageHandlers } from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import type { Place } from '../panel/certification.rules.js';
import { CertificationService } from './certification.service.js';
import { DecisionAuthorityService } from './decision-authority.service.js';
import { decisionFacts, presentProposal, requireDigest, signaturesOf } from './decision-facts.queries.js';
import { type Decision, type DecisionProposal, DecisionSignature, type SignatureKind } from './decision.entities.js';
import { refusal } from '../refusals.words.js';
import { refOf } from '../panel/stage-context.js';

/** Somebody puts their name under a decision: the chair's signature, or a certification. */
export interface Standing {
  kind: SignatureKind;
  command: SignCommand;
  decision: Decision;
  stageContext: StageContext;
}

/** How decisions are signed and certified: a stage's first one, and each that supersedes it. */
@Injectable()
export class DecisionSigningService {
  constructor(
    private readonly authority: DecisionAuthorityService,
    private readonly certifications: CertificationService,
    private readonly handlers: StageHandlers,
  ) {}

  /** What the command committed when it was carried out before; null when it is new. */
  async repeated({ em }: Work, { command: { commandId }, decision }: Standing): Promise<StageDecision | null> {
    const before = await em.findOne(DecisionSignature, { decisionId: decision.id, commandId });
    return before?.committed ?? null;
  }

  /**
   * Adds the person's name to the proposal they have read. `commit` is told where the decision
   * stands then, does what follows when it is complete, and gives the stage's facts. Throws
   * `forbidden`, and `conflict` for another digest or out of turn.
   */
  async stand(
    work: Work,
    { kind, command, decision, stageContext }: Standing,
    commit: (facts: DecisionFacts, proposal: DecisionProposal) => Promise<StageFacts>,
  ): Promise<StageDecision> {
    const { em } = work;
    const proposal = await presentProposal(em, decision);
    requireDigest(command.proposalDigest, proposal);
    const personId = command.actorId;
    const { inPlaceOf } = await this.authority.require(em, kind, stageContext, personId);
    const signatures = await signaturesOf(em, decision);
    const before = await decisionFacts(em, this.handlers, decision, stageContext);
    refuseOutOfTurn(kind, { personId, inPlaceOf }, signatures, before);
    const attested = await this.certifications.attested(em, stageContext, proposal, personId, kind);
    const signature = { kind, personId, inPlaceOf, ...attested };

    const facts = await decisionFacts(em, this.handlers, decision, stageContext, kind);
    const committed: StageDecision = { stage: await commit(facts, proposal), decision: facts, signature };
    const { id: decisionId, proposalVersion } = decision;
    em.create(
      DecisionSignature,
      {
        id: uuidv7(),
        decisionId,
        proposalVersion,
        ...signature,
        proposalDigest: proposal.digest,
        commandId: command.commandId,
        committed,
      },
      { persist: true },
    );
    emitStood(work, { ...refOf(stageContext), decisionId, proposalVersion }, signature);
    return committed;
  }
}

/** Tells others that somebody stands for a proposal; of a certification also in whose place, and who co-signed. */
function emitStood(
  work: Work,
  of: StageRef & { decisionId: string; proposalVersion: number },
  { kind, inPlaceOf, coSignedBy }: Signature,
): void {
  const subject = of.decisionId;
  if (kind === 'signature') return work.emit({ type: 'laureate.decision.signed.v1', subject, data: of });
  const more = { ...(inPlaceOf ? { inPlaceOf } : {}), ...(coSignedBy ? { coSignedBy } : {}) };
  work.emit({ type: 'laureate.decision.certified.v1', subject, data: { ...of, ...more } });
}

function refuseOutOfTurn(
  kind: SignatureKind,
  { personId, inPlaceOf }: Place & { personId: string },
  signatures: readonly DecisionSignature[],
  facts: DecisionFacts,
): void {
  if (signatures.some((other) => other.personId === personId))
    throw new Problem('conflict', refusal('certification.standsAlready'));
  const own = inPlaceOf ?? personId;
  const isTwice = (other: DecisionSignature) => other.kind === kind && (other.inPlaceOf ?? other.personId) === own;
  if (kind === 'certification' && signatures.some(isTwice))
    throw new Problem(
      'conflict',
      inPlaceOf ? refusal('certification.bySubstituted') : refusal('certification.byStandIn'),
    );
  if (kind === 'signature' && facts.signatures >= facts.signaturesNeeded)
    throw new Problem('conflict', refusal('signature.given'));
  if (kind === 'certification' && facts.signatures < facts.signaturesNeeded)
    throw new Problem('conflict', refusal('signature.missing'));
}
