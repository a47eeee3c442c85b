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
  CommandCheckService,
  type Stage,
  StageHandlers,
  type StageContext,
  StageService,
  awaitsMethod,
  factsOf,
  lockStage,
  stageContextOf,
} from '#libs/cycles';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { decisionFacts, decisionInForce, isVoid, ownDecision, requireDecision } from './decision-facts.queries.js';
import { Decision, DecisionProposal, Outcome, Release, type SignatureKind } from './decision.entities.js';
import { DecisionSigningService } from './decision-signing.service.js';
import { DIGEST_ALGORITHM, certifiedDigest, decisionDigests } from '../methods/decision.rules.js';
import { refusal } from '../refusals.words.js';
import { refOf } from '../panel/stage-context.js';

/**
 * Takes every stage, whatever its type, from its opening to its release: prepared, proposed,
 * signed, certified, released. Each step is one transaction under the stage's lock and safe to
 * repeat: again, it returns what was committed first.
 */
@Injectable()
export class DecisionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stages: StageService,
    private readonly handlers: StageHandlers,
    private readonly signing: DecisionSigningService,
    private readonly commands: CommandCheckService,
  ) {}

  /** Does what the stage's type prepares (assignments, a ballot key). Throws what stands in the way as a `conflict`. */
  async prepare(context: WorkContext, ref: StageRef): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStage(work, ref, 'shared');
      if (stage.state !== 'open' && stage.state !== 'closing') return;
      const stageContext = await stageContextOf(work.em, stage);
      refuseWithoutMethod(stageContext);
      await this.handlers.of(stage.type).prepare?.(work, stageContext);
    });
  }

  /** Computes and stores the proposal of a closed stage; a stage that decides nothing is decided at once. */
  propose(context: WorkContext, ref: StageRef): Promise<{ stage: StageFacts; decision: DecisionFacts | null }> {
    return this.unitOfWork.run(context, async (work) => {
      const stage = await this.stages.lock(work, ref);
      if (!stage.decides) return { stage: this.stages.markDecided(work, stage, null), decision: null };
      const stageContext = await stageContextOf(work.em, stage);
      const before = await ownDecision(work.em, ref);
      if (before && !isVoid(before))
        return { stage: factsOf(stage), decision: await decisionFacts(work.em, this.handlers, before, stageContext) };
      const facts = this.stages.markDeciding(work, stage);
      // A handler may read the stage again.
      await work.em.flush();
      return { stage: facts, decision: await this.compute(work, stageContext, before) };
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
    { version, ...ref }: StageRef & { version?: number | undefined },
    audience: ReleaseAudience,
    command?: ReleaseCommand,
  ): Promise<StageFacts> {
    return this.unitOfWork.run(context, async (work) => {
      const stage = await this.stages.lock(work, ref);
      const before = command && (await this.stages.committedBy(work, ref, command.commandId));
      if (before) return before;
      if (stage.releasedTo.includes(audience)) return factsOf(stage);
      const decision = await decisionInForce(work.em, ref);
      const facts = await this.stages.markReleased(work, stage, audience, decision?.id ?? null, { command, version });
      if (decision)
        work.em.create(Release, { decisionId: decision.id, audience, releasedBy: work.actor.id }, { persist: true });
      return facts;
    });
  }

  /**
   * `before` is the decision whose proposals are void, of a stage that was reopened; the new one
   * takes the next version.
   */
  private async compute(work: Work, stageContext: StageContext, before: Decision | null): Promise<DecisionFacts> {
    const handler = this.handlers.of(stageContext.stage.type);
    if (!handler.inputs || !handler.recompute)
      throw new Error(`The stage type "${stageContext.stage.type}" decides, but its handler does not say how.`);
    await handler.beforeDeciding?.(work, stageContext);
    await work.em.flush();
    const inputs = await handler.inputs(work.em, stageContext);
    const { outcomes, log, reserve = [] } = handler.recompute(inputs);
    const digests = decisionDigests(inputs, stageContext.settings, { outcomes, log, reserve });
    const made = {
      revision: stageContext.stage.revision,
      mode: inputs.mode,
      proposalVersion: (before?.proposalVersion ?? 0) + 1,
      inputsDigest: digests.inputs,
      methodDigest: digests.method,
      digestAlgorithm: DIGEST_ALGORITHM,
    };
    const decision = before
      ? work.em.assign(before, made)
      : work.em.create(
          Decision,
          {
            id: uuidv7(),
            ...refOf(stageContext),
            number: 1,
            supersedes: null,
            state: 'proposed',
            certifiedAt: null,
            ...made,
          },
          { persist: true },
        );
    // Before its proposal, which refers to it.
    await work.em.flush();
    const proposal = work.em.create(
      DecisionProposal,
      {
        decisionId: decision.id,
        version: decision.proposalVersion,
        outcomes,
        log,
        reserve,
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
    return decisionFacts(work.em, this.handlers, decision, stageContext);
  }

  private stand(
    context: WorkContext,
    ref: StageRef,
    kind: SignatureKind,
    command: SignCommand,
  ): Promise<StageDecision> {
    return this.unitOfWork.run(context, async (work) => {
      const stage = await this.stages.lock(work, ref);
      const own = await ownDecision(work.em, ref);
      const name = kind === 'signature' ? 'sign' : 'certify';
      // Where nothing is proposed, the state of the stage says why.
      if (!own || isVoid(own)) await this.commands.requirePossible(work.em, name, stage);
      const decision = await requireDecision(work.em, ref);
      const standing = { kind, command, decision, stageContext: await stageContextOf(work.em, stage) };
      const before = await this.signing.repeated(work, standing);
      if (before) return before;
      await this.commands.requirePossible(work.em, name, stage);
      return this.signing.stand(work, standing, async ({ complete }, proposal) =>
        complete ? this.decide(work, stage, decision, proposal, command) : factsOf(stage),
      );
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

/** Nothing is assigned, cast or computed by a method that nobody has adopted. */
function refuseWithoutMethod({ stage, stageDefinition }: StageContext): void {
  if (!awaitsMethod(stageDefinition)) return;
  throw new Problem('conflict', refusal('method.notAdopted', { title: stage.title }), { state: stage.state });
}
