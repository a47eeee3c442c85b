import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { DecisionFacts, SignCommand, StageDecision, StageFacts, SupersessionRef } from '#libs/contracts';
import {
  type StageContext,
  Stage,
  StageHandlers,
  StageService,
  factsOf,
  refusePausedCycle,
  requireCycle,
  stageContextOf,
} from '#libs/cycles';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { decisionFacts, signaturesOf } from '../decision/decision-facts.queries.js';
import {
  Decision,
  DecisionProposal,
  Outcome,
  Release,
  type SignatureKind,
  type Supersession,
} from '../decision/decision.entities.js';
import { DecisionSigningService } from '../decision/decision-signing.service.js';
import { DIGEST_ALGORITHM, decisionDigests, recomputeDecision } from '../methods/decision.rules.js';
import { FollowingStagesService } from './following-stages.service.js';
import { refusal } from '../refusals.words.js';
import { requireSupersession, supersessionInputs } from '../decision/supersession-inputs.queries.js';
import { requireInForce } from './supersession-request.service.js';
import { supersededOutcomes } from '../methods/supersession.rules.js';

/**
 * Takes a decision that supersedes another one from its proposal to its force: the steps of its workflow. Each is one
 * transaction under the stage's lock and safe to repeat. Until the last certification nothing changes.
 */
@Injectable()
export class SupersessionEnforcementService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stages: StageService,
    private readonly signing: DecisionSigningService,
    private readonly later: FollowingStagesService,
    private readonly handlers: StageHandlers,
  ) {}

  /** Where it stands; null while it was only asked for. */
  read({ decisionId, ...ref }: SupersessionRef): Promise<StageDecision | null> {
    return this.unitOfWork.read(async (em) => {
      const decision = await em.findOne(Decision, { id: decisionId, ...ref });
      const stage = await em.findOneOrFail(Stage, { cycleId: ref.cycleId, key: ref.stageKey });
      return decision && standingOf(em, this.handlers, decision, await stageContextOf(em, stage));
    });
  }

  /** Those of a cycle that are proposed and neither certified nor dropped. */
  pendingOf(cycleId: string): Promise<{ stageKey: string; decisionId: string }[]> {
    return this.unitOfWork.read(async (em) => {
      const pending = await em.find(Decision, { cycleId, state: 'proposed', supersedes: { $ne: null } });
      return pending.map(({ stageKey, id }) => ({ stageKey, decisionId: id }));
    });
  }

  /** Gives it up when its cycle was cancelled; else changes nothing. */
  endWithCycle(context: WorkContext, ref: SupersessionRef): Promise<StageDecision | null> {
    return this.unitOfWork.run(context, async (work) => {
      await this.stages.lock(work, ref);
      const decision = await work.em.findOne(Decision, { id: ref.decisionId });
      if (!decision) return null;
      const { status } = await requireCycle(work.em, ref.cycleId);
      return status === 'cancelled' && decision.state === 'proposed' ? this.drop(context, ref) : this.read(ref);
    });
  }

  /**
   * Proposes what was asked for. Throws `conflict` when something else came first, or when it would
   * not give what was previewed.
   */
  propose(context: WorkContext, ref: SupersessionRef): Promise<StageDecision> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const stage = await this.stages.lock(work, ref);
      const stageContext = await stageContextOf(em, stage);
      const present = await em.findOne(Decision, { id: ref.decisionId });
      if (present) return standingOf(em, this.handlers, present, stageContext);
      const { asked, before } = await requireSupersession(em, ref);
      await requireRunning(em, stage);
      await refuseOvertaken(em, stage, before);
      const other = await em.findOne(Decision, { cycleId: stage.cycleId, stageKey: stage.key, state: 'proposed' });
      if (other)
        throw new Problem('conflict', refusal('supersession.otherProposed'), {
          decisionId: other.id,
        });
      const decision = await this.create(work, stageContext, asked, before);
      return standingOf(em, this.handlers, decision, stageContext);
    });
  }

  /** The chair of the panel signs it. */
  sign(context: WorkContext, ref: SupersessionRef, command: SignCommand): Promise<StageDecision> {
    return this.stand(context, ref, 'signature', command);
  }

  /** Somebody of the certifiers' roles certifies it; with the last one needed it is in force. */
  certify(context: WorkContext, ref: SupersessionRef, command: SignCommand): Promise<StageDecision> {
    return this.stand(context, ref, 'certification', command);
  }

  /** Gives it up before it is complete; another one can be proposed then. */
  drop(context: WorkContext, ref: SupersessionRef): Promise<StageDecision> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const stage = await this.stages.lock(work, ref);
      const decision = await requireProposed(em, ref, 'dropped');
      if (decision.state === 'certified') throw new Problem('conflict', refusal('supersession.certified'));
      if (decision.state === 'proposed') {
        const { asked } = await requireSupersession(em, ref);
        decision.state = 'dropped';
        work.emit({ type: 'laureate.supersession.dropped.v1', subject: decision.id, data: about(asked, decision) });
        await em.flush();
      }
      return standingOf(em, this.handlers, decision, await stageContextOf(em, stage));
    });
  }

  private async create(
    work: Work,
    stageContext: StageContext,
    asked: Supersession,
    before: Decision,
  ): Promise<Decision> {
    const { em } = work;
    const inputs = await supersessionInputs(em, before, asked);
    const proposal = recomputeDecision(inputs);
    const digests = decisionDigests(inputs, stageContext.settings, proposal);
    if (digests.proposal !== asked.proposalDigest) throw new Problem('conflict', refusal('supersession.changed'));
    const decision = em.create(
      Decision,
      {
        id: asked.id,
        cycleId: asked.cycleId,
        stageKey: asked.stageKey,
        number: before.number + 1,
        supersedes: before.id,
        revision: stageContext.stage.revision,
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
    await em.flush();
    const { outcomes, log, reserve = [] } = proposal;
    const { reasonCode, reasonText } = asked;
    em.create(
      DecisionProposal,
      {
        decisionId: decision.id,
        version: 1,
        outcomes,
        log,
        reserve,
        adjustments: [],
        digest: digests.proposal,
        actorId: asked.proposedBy,
        reasonCode,
        reasonText,
      },
      { persist: true },
    );
    work.emit({
      type: 'laureate.supersession.proposed.v1',
      subject: decision.id,
      data: {
        ...about(asked, decision),
        askedBy: asked.askedBy,
        complaintId: asked.complaintId ?? null,
        proposalDigest: digests.proposal,
        reasonCode,
      },
    });
    await em.flush();
    return decision;
  }

  private stand(
    context: WorkContext,
    ref: SupersessionRef,
    kind: SignatureKind,
    command: SignCommand,
  ): Promise<StageDecision> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const stage = await this.stages.lock(work, ref);
      const decision = await requireProposed(em, ref, kind === 'signature' ? 'signed' : 'certified');
      const stageContext = await stageContextOf(em, stage);
      const standing = { kind, command, decision, stageContext };
      const repeated = await this.signing.repeated(work, standing);
      if (repeated) return repeated;
      if (decision.state !== 'proposed')
        throw new Problem('conflict', refusal('supersession.settled', { state: decision.state }), {
          state: decision.state,
        });
      const { asked, before } = await requireSupersession(em, ref);
      await requireRunning(em, stage);
      await refuseOvertaken(em, stage, before);
      return this.signing.stand(work, standing, async (facts, proposal) => {
        if (facts.complete) {
          await refuseAlone(em, decision, asked, command.actorId);
          await this.enforce(work, stageContext, { asked, before, decision, proposal });
        }
        return factsOf(stage);
      });
    });
  }

  /**
   * Everything needed is there: it is in force with all that follows from it, and shown to whom the
   * one before was shown.
   */
  private async enforce(
    work: Work,
    { stage }: StageContext,
    { asked, before, decision, proposal }: Superseding,
  ): Promise<void> {
    const { em } = work;
    const ref = { cycleId: stage.cycleId, stageKey: stage.key };
    const later = await this.later.lockAfter(work, ref);
    const { changes } = supersededOutcomes(await supersessionInputs(em, before, asked));
    if (changes.some(({ by }) => by === 'reserve')) refuseLateReserve(this.later.opened(later));
    decision.state = 'certified';
    decision.certifiedAt = await momentAfter(em, later);
    await em.flush();
    await em.insertMany(
      Outcome,
      proposal.outcomes.map(({ entryId, outcome }) => ({ decisionId: decision.id, entryId, outcome })),
    );
    for (const audience of stage.releasedTo)
      em.create(Release, { decisionId: decision.id, audience, releasedBy: work.actor.id }, { persist: true });
    await this.later.follow(work, later, changes);
    work.emit({
      type: 'laureate.decision.superseded.v1',
      subject: decision.id,
      data: { ...about(asked, decision), proposalDigest: proposal.digest, reasonCode: asked.reasonCode },
    });
  }
}

/** A superseding decision with what it is made of. */
interface Superseding {
  asked: Supersession;
  before: Decision;
  decision: Decision;
  proposal: DecisionProposal;
}

const about = ({ kind }: Supersession, { id, cycleId, stageKey, number, supersedes }: Decision) => ({
  cycleId,
  stageKey,
  decisionId: id,
  supersedes: supersedes!,
  number,
  kind,
});

async function standingOf(
  em: SqlEntityManager,
  handlers: StageHandlers,
  decision: Decision,
  stageContext: StageContext,
): Promise<StageDecision> {
  const stage: StageFacts = factsOf(stageContext.stage);
  const facts: DecisionFacts = await decisionFacts(em, handlers, decision, stageContext);
  return { stage, decision: facts };
}

async function requireProposed(
  em: SqlEntityManager,
  { decisionId }: SupersessionRef,
  what: 'dropped' | 'signed' | 'certified',
): Promise<Decision> {
  const decision = await em.findOne(Decision, { id: decisionId });
  if (!decision) throw new Problem('conflict', refusal('supersession.neverProposed', { what }));
  return decision;
}

/**
 * Nothing is signed while the cycle is paused, or after it was cancelled. Read under the stage's lock, which both take.
 */
async function requireRunning(em: SqlEntityManager, { cycleId }: Stage): Promise<void> {
  const cycle = await requireCycle(em, cycleId);
  if (cycle.status === 'cancelled') throw new Problem('conflict', refusal('supersession.cycleCancelled'));
  refusePausedCycle(cycle);
}

/** Only the decision in force can be superseded, and one at a time. */
async function refuseOvertaken(em: SqlEntityManager, stage: Stage, before: Decision): Promise<void> {
  const present = await requireInForce(em, stage);
  if (present.id !== before.id)
    throw new Problem('conflict', refusal('supersession.overtaken', { number: present.number }));
}

/** Nobody certifies alone: besides who proposed it, somebody else stands for it. */
async function refuseAlone(
  em: SqlEntityManager,
  decision: Decision,
  { proposedBy }: Supersession,
  personId: string,
): Promise<void> {
  const others = (await signaturesOf(em, decision)).map((signature) => signature.personId);
  if ([...others, personId].some((id) => id !== proposedBy)) return;
  throw new Problem('conflict', refusal('supersession.ownProposal'));
}

function refuseLateReserve(opened: Stage | null): void {
  if (!opened) return;
  throw new Problem('conflict', refusal('supersession.stageOpened', { title: opened.title }));
}

/**
 * Now, and after every opening and close of these stages, which are locked: so that nobody can doubt what came first.
 */
async function momentAfter(em: SqlEntityManager, later: readonly Stage[]): Promise<Date> {
  const [row] = await em.execute<{ clock: string | Date }[]>('select clock_timestamp() as clock');
  const moments = later.flatMap(({ openedAt, closedAt }) => [openedAt, closedAt]).filter((at) => at != null);
  return new Date(Math.max(new Date(row!.clock).getTime(), ...moments.map((at) => at.getTime() + 1)));
}
