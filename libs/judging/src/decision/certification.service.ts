import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { StageRef } from '#libs/contracts';
import { type StageContext, lockStage, stageContextOf } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { type EntryConflict, isCovered } from '../panel/certification.rules.js';
import { CoSignature, Decision, type DecisionProposal, type SignatureKind } from './decision.entities.js';
import { ConflictService } from '../panel/conflict.service.js';
import type { Conflict } from '../panel/conflicts.rules.js';
import { DecisionAuthorityService } from './decision-authority.service.js';
import { presentProposal, requireDigest, signaturesOf } from './decision-facts.queries.js';
import { PanelMember } from '../panel/panel.entities.js';
import { refusal } from '../refusals.words.js';
import { refOf } from '../panel/stage-context.js';

/**
 * Kinds of conflict that a certifier has with entries of the decision, and the auditor who
 * co-signed; none and null without.
 */
export interface Attested {
  conflicts: Conflict['code'][];
  coSignedBy: string | null;
}

/** A co-signature as it is answered: how many entries the conflicts are with, never which. */
export interface CoSignatureAnswer {
  id: string;
  personId: string;
  proposalVersion: number;
  entries: number;
  conflicts: Conflict['code'][];
}

/**
 * Sees to it that nobody in conflict with an entry of a decision certifies it, unless an auditor knows and co-signs.
 */
@Injectable()
export class CertificationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authority: DecisionAuthorityService,
    private readonly conflicts: ConflictService,
  ) {}

  /**
   * What an auditor attests of somebody about to certify this proposal (a signature needs nothing
   * attested). Throws `conflict-of-interest` with the number of entries when there is a conflict
   * that nobody has co-signed.
   */
  async attested(
    em: SqlEntityManager,
    stageContext: StageContext,
    proposal: DecisionProposal,
    personId: string,
    kind: SignatureKind,
  ): Promise<Attested> {
    const found = kind === 'certification' ? await this.of(em, stageContext, proposal, personId) : [];
    if (found.length === 0) return { conflicts: [], coSignedBy: null };
    const { decisionId, version: proposalVersion } = proposal;
    const coSigned = await em.find(CoSignature, { decisionId, proposalVersion, personId }, { orderBy: { id: 'desc' } });
    const covering = coSigned.find((each) => isCovered(found, each.conflicts));
    if (covering) return { conflicts: codesOf(found), coSignedBy: covering.auditorId };
    throw new Problem(
      'conflict-of-interest',
      refusal('certification.conflicted', { count: found.length, codes: codesOf(found).join(', ') }),
      { entries: found.length, conflicts: codesOf(found) },
    );
  }

  /** The conflicts of somebody with the entries that a proposal gives an outcome. */
  async of(
    em: SqlEntityManager,
    stageContext: StageContext,
    proposal: DecisionProposal,
    personId: string,
  ): Promise<EntryConflict<Conflict['code']>[]> {
    const entryIds = proposal.outcomes.map(({ entryId }) => entryId);
    const found = await this.conflicts.ofPerson(em, refOf(stageContext), entryIds, personId);
    return found.map(({ entryId, reasons }) => ({ entryId, codes: reasons.map(({ code }) => code) }));
  }

  /**
   * The caller, an auditor, attests that a certifier's conflicts are known and that they may
   * certify this proposal all the same. Changes nothing of the decision. Throws `conflict` when
   * there is nothing to co-sign, `forbidden` when the auditor is not independent: decides in the
   * stage, or is in conflict as well.
   */
  coSign(
    context: RequestContext,
    ref: StageRef,
    { personId, proposalDigest }: { personId: string; proposalDigest: string },
  ): Promise<CoSignatureAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      if (context.actor.onBehalfOf) throw new Problem('forbidden', refusal('coSignature.ownNameOnly'));
      const { stage } = await lockStage(work, ref, 'shared');
      const decision = await em.findOne(Decision, { ...ref, state: 'proposed' });
      if (!decision)
        throw new Problem(
          'conflict',
          refusal('coSignature.nothingProposed', { title: stage.title, state: stage.state }),
        );
      const stageContext = await stageContextOf(em, stage);
      const proposal = await presentProposal(em, decision);
      requireDigest(proposalDigest, proposal);
      if (!(await this.authority.placeOf(em, stageContext, personId)))
        throw new Problem('conflict', refusal('coSignature.notCertifying'));
      const found = await this.of(em, stageContext, proposal, personId);
      if (found.length === 0) throw new Problem('conflict', refusal('coSignature.noConflict'));
      await this.requireIndependent(em, stageContext, proposal, context.actor.id, personId);
      const signatures = await signaturesOf(em, decision);
      if (signatures.some((each) => each.personId === personId || each.personId === context.actor.id))
        throw new Problem('conflict', refusal('coSignature.standsAlready'));

      const { id: decisionId, proposalVersion } = decision;
      const signature = em.create(
        CoSignature,
        {
          id: uuidv7(),
          decisionId,
          proposalVersion,
          personId,
          auditorId: context.actor.id,
          conflicts: found.map(({ entryId, codes }) => ({ entryId, codes: [...codes] })),
          proposalDigest: proposal.digest,
        },
        { persist: true },
      );
      work.emit({
        type: 'laureate.decision.co-signed.v1',
        subject: decisionId,
        data: { cycleId: stage.cycleId, stageKey: stage.key, decisionId, proposalVersion, personId },
      });
      return { id: signature.id, personId, proposalVersion, entries: found.length, conflicts: codesOf(found) };
    });
  }

  private async requireIndependent(
    em: SqlEntityManager,
    stageContext: StageContext,
    proposal: DecisionProposal,
    auditorId: string,
    personId: string,
  ): Promise<void> {
    const decides =
      auditorId === personId ||
      (await em.count(PanelMember, { ...refOf(stageContext), personId: auditorId })) > 0 ||
      (await this.authority.placeOf(em, stageContext, auditorId)) !== null;
    if (decides) throw new Problem('forbidden', refusal('coSignature.decides'));
    if ((await this.of(em, stageContext, proposal, auditorId)).length > 0)
      throw new Problem('forbidden', refusal('coSignature.conflicted'));
  }
}

/** The codes of conflicts, each once, sorted. */
export const codesOf = (conflicts: readonly EntryConflict<Conflict['code']>[]): Conflict['code'][] =>
  [...new Set(conflicts.flatMap(({ codes }) => codes))].toSorted();
