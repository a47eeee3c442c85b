import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type {
  DecisionFacts,
  ReleaseAudience,
  ReleaseCommand,
  SignCommand,
  StageDecision,
  StageFacts,
  StageRef,
} from '#libs/contracts';
import {
  type Stage,
  StageHandlers,
  type StageInHand,
  StageService,
  factsOf,
  lockStage,
  stageInHand,
} from '#libs/cycles';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { DecisionAuthority } from './decision-authority.js';
import { decisionFacts, presentProposal, requireDecision, signaturesOf } from './decision-facts.js';
import { DecisionProposal } from './decision-proposal.entity.js';
import { DecisionSignature, type SignatureKind } from './decision-signature.entity.js';
import { Decision } from './decision.entity.js';
import { DIGEST_ALGORITHM, certifiedDigest, decisionDigests } from './decision.rules.js';
import { Outcome } from './outcome.entity.js';
import { Release } from './release.entity.js';
import { refOf } from './stage-in-hand.js';

/**
 * Takes every stage, whatever its type, from its opening to its release: prepared, proposed, signed, certified, released.
 * Each step is one transaction under the stage's lock and safe to repeat: again, it returns what was committed first.
 */
@Injectable()
export class DecisionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stages: StageService,
    private readonly handlers: StageHandlers,
    private readonly authority: DecisionAuthority,
  ) {}

  /** Does what the stage's type prepares (assignments, a ballot key). Throws what stands in the way as a `conflict`. */
  async prepare(context: WorkContext, ref: StageRef): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStage(work, ref, 'shared');
      if (stage.state !== 'open' && stage.state !== 'closing') return;
      await this.handlers.of(stage.type).prepare?.(work, await stageInHand(work.em, stage));
    });
  }

  /** Computes and stores the proposal of a closed stage; a stage that decides nothing is decided at once. */
  propose(context: WorkContext, ref: StageRef): Promise<{ stage: StageFacts; decision: DecisionFacts | null }> {
    return this.unitOfWork.run(context, async (work) => {
      const stage = await this.stages.lock(work, ref);
      if (!stage.decides) return { stage: this.stages.markDecided(work, stage, null), decision: null };
      const hand = await stageInHand(work.em, stage);
      const before = await work.em.findOne(Decision, ref);
      if (before) return { stage: factsOf(stage), decision: await decisionFacts(work.em, before, hand) };
      const facts = this.stages.markDeciding(work, stage);
      // A handler may read the stage again.
      await work.em.flush();
      return { stage: facts, decision: await this.compute(work, hand) };
    });
  }

  /** The chair of the panel signs the proposal of that digest. */
  sign(context: WorkContext, ref: StageRef, command: SignCommand): Promise<StageDecision> {
    return this.stand(context, ref, 'signature', command);
  }

  /** Somebody of the certifiers' roles certifies it; with the last one needed the stage is decided. */
  certify(context: WorkContext, ref: StageRef, command: SignCommand): Promise<StageDecision> {
    return this.stand(context, ref, 'certification', command);
  }

  /** Releases the decision to one audience: by the plan, or by command. */
  release(
    context: WorkContext,
    ref: StageRef,
    audience: ReleaseAudience,
    command?: ReleaseCommand,
  ): Promise<StageFacts> {
    return this.unitOfWork.run(context, async (work) => {
      const stage = await this.stages.lock(work, ref);
      const before = command && (await this.stages.committedBy(work, ref, command.commandId));
      if (before) return before;
      if (stage.releasedTo.includes(audience)) return factsOf(stage);
      const decision = await work.em.findOne(Decision, { ...ref, state: 'certified' });
      const facts = await this.stages.markReleased(work, stage, audience, decision?.id ?? null, command);
      if (decision)
        work.em.create(Release, { decisionId: decision.id, audience, releasedBy: work.actor.id }, { persist: true });
      return facts;
    });
  }

  private async compute(work: Work, hand: StageInHand): Promise<DecisionFacts> {
    const handler = this.handlers.of(hand.stage.type);
    if (!handler.inputs || !handler.recompute)
      throw new Error(`The stage type "${hand.stage.type}" decides, but its handler does not say how.`);
    await handler.beforeDeciding?.(work, hand);
    await work.em.flush();
    const inputs = await handler.inputs(work.em, hand);
    const { outcomes, log } = handler.recompute(inputs);
    const digests = decisionDigests(inputs, hand.settings, { outcomes, log });
    const decision = work.em.create(
      Decision,
      {
        id: uuidv7(),
        ...refOf(hand),
        revision: hand.stage.revision,
        mode: inputs.mode,
        state: 'proposed',
        proposalVersion: 1,
        inputsDigest: digests.inputs,
        methodDigest: digests.method,
        digestAlgorithm: DIGEST_ALGORITHM,
        certifiedAt: null,
      },
      { persist: true },
    );
    // Before its proposal, which refers to it.
    await work.em.flush();
    const proposal = work.em.create(
      DecisionProposal,
      {
        decisionId: decision.id,
        version: 1,
        outcomes,
        log,
        adjustments: [],
        digest: digests.proposal,
        actorId: work.actor.id,
        reasonCode: null,
        reasonText: null,
      },
      { persist: true },
    );
    emitProposed(work, decision, proposal);
    await work.em.flush();
    return decisionFacts(work.em, decision, hand);
  }

  private stand(
    context: WorkContext,
    ref: StageRef,
    kind: SignatureKind,
    command: SignCommand,
  ): Promise<StageDecision> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const stage = await this.stages.lock(work, ref);
      const decision = await requireDecision(em, ref);
      const before = await em.findOne(DecisionSignature, { decisionId: decision.id, commandId: command.commandId });
      if (before) return before.committed;
      if (decision.state !== 'proposed' || stage.state !== 'deciding')
        throw new Problem('conflict', `The decision of "${stage.title}" is not open any more: it is ${stage.state}.`);

      const hand = await stageInHand(em, stage);
      const proposal = await presentProposal(em, decision);
      requireDigest(command.proposalDigest, proposal);
      await this.authority.require(em, kind, hand, command.actorId);
      const signatures = await signaturesOf(em, decision);
      refuseOutOfTurn(kind, command.actorId, signatures, await decisionFacts(em, decision, hand));

      const facts = await decisionFacts(em, decision, hand, kind);
      const stageFacts = facts.complete ? await this.decide(work, stage, decision, proposal, command) : factsOf(stage);
      const committed = { stage: stageFacts, decision: facts };
      const { id: decisionId, proposalVersion } = decision;
      em.create(
        DecisionSignature,
        {
          id: uuidv7(),
          decisionId,
          proposalVersion,
          kind,
          personId: command.actorId,
          proposalDigest: proposal.digest,
          commandId: command.commandId,
          committed,
        },
        { persist: true },
      );
      work.emit({
        type: kind === 'signature' ? 'laureate.decision.signed.v1' : 'laureate.decision.certified.v1',
        subject: decisionId,
        data: { ...ref, decisionId, proposalVersion },
      });
      return committed;
    });
  }

  /** Everything needed is there: the outcomes stand, and the stage is decided in the same transaction. */
  private async decide(
    work: Work,
    stage: Stage,
    decision: Decision,
    proposal: DecisionProposal,
    command: SignCommand,
  ): Promise<StageFacts> {
    decision.state = 'certified';
    decision.certifiedAt = await work.now();
    await work.em.insertMany(
      Outcome,
      proposal.outcomes.map(({ entryId, outcome }) => ({ decisionId: decision.id, entryId, outcome })),
    );
    const { inputsDigest: inputs, methodDigest: method } = decision;
    const digest = certifiedDigest(decision.id, proposal.version, { inputs, method, proposal: proposal.digest });
    return this.stages.markDecided(work, stage, { decisionId: decision.id, decisionDigest: digest }, command);
  }
}

/** Tells others that a proposal stands: computed, or adjusted (which voids what was signed before). */
export function emitProposed(work: Work, decision: Decision, proposal: DecisionProposal): void {
  work.emit({
    type: 'laureate.decision.proposed.v1',
    subject: decision.id,
    data: {
      cycleId: decision.cycleId,
      stageKey: decision.stageKey,
      decisionId: decision.id,
      proposalVersion: proposal.version,
      inputsDigest: decision.inputsDigest,
      methodDigest: decision.methodDigest,
      proposalDigest: proposal.digest,
      reasonCode: proposal.reasonCode ?? null,
    },
  });
}

function requireDigest(named: string, proposal: DecisionProposal): void {
  if (named === proposal.digest) return;
  throw new Problem(
    'conflict',
    `The proposal is now version ${proposal.version} with the digest ${proposal.digest}; you named another one. Read it again.`,
    { proposalVersion: proposal.version, proposalDigest: proposal.digest },
  );
}

function refuseOutOfTurn(
  kind: SignatureKind,
  personId: string,
  signatures: readonly DecisionSignature[],
  facts: DecisionFacts,
): void {
  if (signatures.some((other) => other.personId === personId))
    throw new Problem('conflict', 'You already stand for this proposal; somebody else is needed.');
  if (kind === 'signature' && facts.signatures >= facts.signaturesNeeded)
    throw new Problem('conflict', 'This proposal is signed already.');
  if (kind === 'certification' && facts.signatures < facts.signaturesNeeded)
    throw new Problem('conflict', 'The chair of the panel signs this proposal before it can be certified.');
}
