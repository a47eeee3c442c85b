import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { type Stage, lockStage, requireStage, stageContextOf } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { anyOf, Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import { CertificationService, codesOf } from './certification.service.js';
import { namingProblem } from '../panel/certification.rules.js';
import { Certifier } from '../panel/panel.entities.js';
import type { Conflict } from '../panel/conflicts.rules.js';
import { DecisionAuthorityService } from './decision-authority.service.js';
import { presentProposal } from './decision-facts.queries.js';
import { Decision } from './decision.entities.js';
import { refusal } from '../refusals.words.js';

/** A person to be named, and what they belong to: entries of it are conflicts. */
export interface NewCertifier {
  personId: string;
  /** The certifier in whose place they certify; null to certify in their own right. */
  standsInFor: string | null;
  /** ISO 3166-1 alpha-2. */
  countryCodes: string[];
  cityIds: string[];
  /** Names of organisations. */
  employers: string[];
  /** Entries the person declared a relation to. */
  entryIds: string[];
}

/** A named certifier or stand-in as staff and auditors see them. */
export interface CertifierAnswer extends NewCertifier {
  name: string;
  /** With how many entries of the present proposal they are in conflict, and how; null before anything is proposed. */
  inConflict: { entries: number; conflicts: Conflict['code'][] } | null;
}

/**
 * The certifiers of a stage, named beforehand, and the digest of the proposal they are to certify;
 * null before there is one.
 */
export interface CertifiersAnswer {
  proposalDigest: string | null;
  certifiers: CertifierAnswer[];
}

/** Names the certifiers of a stage and those who stand in for them, before it closes. */
@Injectable()
export class CertifierService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly authority: DecisionAuthorityService,
    private readonly certifications: CertificationService,
  ) {}

  /**
   * Names somebody, or writes anew what they belong to. Throws `conflict` once the stage has closed
   * or when the list would not hold together, `rule-violated` when the person has none of the
   * certifying roles.
   */
  name(context: WorkContext, ref: StageRef, given: NewCertifier): Promise<CertifierAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { stage } = await lockStage(work, ref, 'exclusive');
      requireBeforehand(stage);
      const { personId, standsInFor, ...connections } = given;
      const named = await em.find(Certifier, ref);
      const problem = namingProblem(named.map(asNamed), { personId, standsInFor });
      if (problem) throw new Problem('conflict', problem);
      const stageContext = await stageContextOf(em, stage);
      if (!(await this.authority.holdsRole(stageContext, personId)))
        throw new Problem('rule-violated', refusal('certifier.withoutRole', { title: stage.title }), {
          errors: [
            {
              pointer: '/personId',
              in: 'path',
              message: refusal('certifier.noSuchRole'),
              allowed: refusal('certifier.personWithRole', {
                roles: anyOf(stageContext.stageDefinition.certifiers.roles),
              }),
            },
          ],
        });
      const own = named.find((each) => each.personId === personId);
      if (own) em.assign(own, connections);
      else em.create(Certifier, { ...ref, ...given, namedBy: work.actor.id }, { persist: true });
      work.emit({ type: 'laureate.certifier.named.v1', subject: personId, data: { ...ref, personId, standsInFor } });
      const [person] = await this.people.findPeople([personId]);
      return { ...given, name: person?.name ?? '', inConflict: null };
    });
  }

  /** Takes a name off the list, before the stage closes. Throws `conflict` while somebody stands in for the person. */
  remove(context: WorkContext, ref: StageRef, personId: string): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStage(work, ref, 'exclusive');
      requireBeforehand(stage);
      if (await work.em.count(Certifier, { ...ref, standsInFor: personId }))
        throw new Problem('conflict', refusal('certifier.hasStandIn'));
      const removed = await work.em.nativeDelete(Certifier, { ...ref, personId });
      if (removed === 0) throw new Problem('not-found', refusal('certifier.notNamed'));
      work.emit({ type: 'laureate.certifier.removed.v1', subject: personId, data: { ...ref, personId } });
    });
  }

  /** Who is named, each certifier before their stand-in. Throws `not-found`. */
  async list(ref: StageRef): Promise<CertifiersAnswer> {
    return this.unitOfWork.read(async (em) => {
      const stageContext = await stageContextOf(em, await requireStage(em, ref));
      const named = await em.find(Certifier, ref, { orderBy: { namedAt: 'asc', personId: 'asc' } });
      const newest = { orderBy: { number: 'desc' } } as const;
      const decision = await em.findOne(Decision, { ...ref, state: { $ne: 'dropped' } }, newest);
      const proposal = decision && (await presentProposal(em, decision));
      const people = await this.people.findPeople(named.map(({ personId }) => personId));
      const names = new Map(people.map(({ id, name }) => [id, name]));
      const answers: CertifierAnswer[] = [];
      for (const { personId, standsInFor, countryCodes, cityIds, employers, entryIds } of inOrder(named)) {
        const found = proposal && (await this.certifications.of(em, stageContext, proposal, personId));
        answers.push({
          personId,
          name: names.get(personId) ?? '',
          standsInFor: standsInFor ?? null,
          countryCodes,
          cityIds,
          employers,
          entryIds,
          inConflict: found && { entries: found.length, conflicts: codesOf(found) },
        });
      }
      return { proposalDigest: proposal?.digest ?? null, certifiers: answers };
    });
  }
}

const asNamed = ({ personId, standsInFor }: Certifier) => ({ personId, standsInFor: standsInFor ?? null });

const inOrder = (named: readonly Certifier[]): Certifier[] =>
  named
    .filter(({ standsInFor }) => !standsInFor)
    .flatMap((each) => [each, ...named.filter(({ standsInFor }) => standsInFor === each.personId)]);

function requireBeforehand(stage: Stage): void {
  if (!stage.decides) throw new Problem('rule-violated', refusal('certifier.nothingToCertify', { title: stage.title }));
  if (stage.state === 'scheduled' || stage.state === 'open') return;
  throw new Problem('conflict', refusal('certifier.closed', { title: stage.title, state: stage.state }), {
    state: stage.state,
  });
}
