import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Adjustment, DecisionFacts, DecisionState, Outcome, Signature, StageRef } from '#libs/contracts';
import {
  type StageContext,
  StageHandlers,
  lockStage,
  refusePaused,
  requireStage,
  stageContextOf,
  toInstant,
} from '#libs/cycles';
import { allows, type Principal, Problem, type RequestContext, requireVersion, UnitOfWork } from '#libs/platform';
import { ConflictService } from '../panel/conflict.service.js';
import { DecisionAuthorityService } from './decision-authority.service.js';
import { refusal } from '../refusals.words.js';
import { scopeOf } from '../panel/stage-context.js';
import {
  decisionFacts,
  presentProposal,
  requireDecision,
  signatureOf,
  signaturesOf,
} from './decision-facts.queries.js';
import { Decision, DecisionProposal } from './decision.entities.js';
import { emitProposed } from './decision.service.js';
import { adjusted, adjustmentProblems, allowedOutcomes, proposalDigest } from '../methods/decision.rules.js';
import { EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { PanelMember } from '../panel/panel.entities.js';
import { judgingPermissions } from '../permissions.js';

/** Changes people make to a proposal, with one reason for all of them. */
export interface NewAdjustment {
  changes: { entryId: string; outcome: Outcome }[];
  reasonCode: string;
  reasonText: string;
}

/** A proposal as those who decide see it. */
export interface ProposalAnswer extends Omit<DecisionFacts, 'proposalVersion'> {
  mode: string;
  state: DecisionState;
  /** Version of the proposal; its ETag. */
  version: number;
  outcomes: { entryId: string; title: string; cityName: string; countryCode: string; outcome: Outcome }[];
  /** How it came about, in words; null for a member of the panel who has a conflict with one of the entries. */
  log: string[] | null;
  /** Who moves up in this order when a shortlisted entry withdraws in time; null where the log is. */
  reserve: string[] | null;
  adjustments: Adjustment[];
  reasonText: string | null;
  standing: (Signature & { at: string })[];
}

/** Shows the proposal of a stage to those who decide, and lets them adjust it. */
@Injectable()
export class ProposalService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authority: DecisionAuthorityService,
    private readonly conflicts: ConflictService,
    private readonly entries: EntriesForJudgesService,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * The proposal that stands. The staff sees all of it; a panel sees its own, without the log
   * (which ranks and scores) for members with a conflict, and those but the chair without the
   * entries they are in conflict with. Others get `not-found`.
   */
  async read(principal: Principal | null, ref: StageRef): Promise<ProposalAnswer> {
    return this.unitOfWork.read(async (em) => {
      const stageContext = await stageContextOf(em, await requireStage(em, ref));
      const member = await requireReader(em, principal, stageContext);
      const decision = await requireDecision(em, ref);
      if (member === 'auditor' && decision.state !== 'certified') throw hidden();
      const answer = await this.answer(em, decision, stageContext);
      if (typeof member === 'string') return answer;
      const ids = answer.outcomes.map(({ entryId }) => entryId);
      const own = await this.conflicts.among(em, ref, ids, [member.personId]);
      if (own.length === 0) return answer;
      const isShown = ({ entryId }: { entryId: string }) =>
        member.seat === 'chair' || !own.some((conflict) => conflict.entryId === entryId);
      return {
        ...answer,
        outcomes: answer.outcomes.filter(isShown),
        adjustments: answer.adjustments.filter(isShown),
        log: null,
        reserve: null,
      };
    });
  }

  /**
   * Adjusts the proposal read as `version`: the next version, which voids what was signed before.
   * Throws `stale-version`, `forbidden`, `rule-violated` naming what does not fit (a quota, an
   * outcome of another stage), `conflict` once decided.
   */
  adjust(context: RequestContext, ref: StageRef, version: number, given: NewAdjustment): Promise<ProposalAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { stage, at } = await lockStage(work, ref, 'exclusive');
      refusePaused(stage, at);
      const stageContext = await stageContextOf(em, stage);
      const entryIds = given.changes.map(({ entryId }) => entryId);
      await this.authority.requireAdjuster(em, stageContext, context.principal, entryIds);
      const decision = await requireDecision(em, ref);
      if (decision.state !== 'proposed' || stage.state !== 'deciding')
        throw new Problem('conflict', refusal('adjustment.notNow', { title: stage.title, state: stage.state }));
      requireVersion(version, decision.proposalVersion);
      const present = await presentProposal(em, decision);
      refuseAdjustment(present, given, decision, stageContext);

      const { changes, reasonCode, reasonText } = given;
      const adjustments = [...present.adjustments, ...changes.map((change) => ({ ...change, reasonCode }))];
      const outcomes = adjusted(present.outcomes, adjustments);
      const { log, reserve } = present;
      decision.proposalVersion += 1;
      const proposal = em.create(
        DecisionProposal,
        {
          decisionId: decision.id,
          version: decision.proposalVersion,
          outcomes,
          log,
          reserve,
          adjustments,
          digest: proposalDigest({ outcomes, log, reserve }, adjustments),
          actorId: work.actor.id,
          reasonCode,
          reasonText,
        },
        { persist: true },
      );
      emitProposed(work, decision, proposal);
      await em.flush();
      return this.answer(em, decision, stageContext);
    });
  }

  private async answer(em: SqlEntityManager, decision: Decision, stageContext: StageContext): Promise<ProposalAnswer> {
    const { proposalVersion, ...facts } = await decisionFacts(em, this.handlers, decision, stageContext);
    const proposal = await presentProposal(em, decision);
    const signatures = await signaturesOf(em, decision);
    const outcomeOf = new Map(proposal.outcomes.map(({ entryId, outcome }) => [entryId, outcome]));
    const entries = await this.entries.find([...outcomeOf.keys()]);
    return {
      ...facts,
      mode: decision.mode,
      state: decision.state,
      version: proposalVersion,
      outcomes: entries.map(({ id, title, cityName, countryCode }) => ({
        entryId: id,
        title,
        cityName,
        countryCode,
        outcome: outcomeOf.get(id)!,
      })),
      log: proposal.log,
      reserve: proposal.reserve,
      adjustments: proposal.adjustments,
      reasonText: proposal.reasonText ?? null,
      standing: signatures.map((each) => ({ ...signatureOf(each), at: toInstant(each.signedAt) })),
    };
  }
}

/** As what the principal reads: of the staff, an auditor, or a member of the panel. */
async function requireReader(
  em: SqlEntityManager,
  principal: Principal | null,
  stageContext: StageContext,
): Promise<'staff' | 'auditor' | PanelMember> {
  if (allows(judgingPermissions.readAnyProposal, principal, scopeOf(stageContext))) return 'staff';
  const { cycleId, key: stageKey } = stageContext.stage;
  const member = principal && (await em.findOne(PanelMember, { cycleId, stageKey, personId: principal.personId }));
  if (member && member.seat !== 'deputy') return member;
  if (allows(judgingPermissions.readSignedProposal, principal, scopeOf(stageContext))) return 'auditor';
  throw hidden();
}

const hidden = () => new Problem('not-found', refusal('decision.notFoundOrSeen'));

function refuseAdjustment(
  present: DecisionProposal,
  { changes }: NewAdjustment,
  { mode }: Decision,
  { settings }: StageContext,
): void {
  const problems = adjustmentProblems(present.outcomes, changes, allowedOutcomes(mode, settings));
  if (problems.length === 0) return;
  throw new Problem('rule-violated', refusal('adjustment.notSo'), {
    errors: problems.map(({ index, message }) => ({
      pointer: index === null ? '/changes' : `/changes/${index}`,
      message,
    })),
  });
}
