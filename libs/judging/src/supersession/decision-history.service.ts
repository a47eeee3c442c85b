import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { DecisionFacts, DecisionState, Outcome, Role, StageRef } from '#libs/contracts';
import { type StageContext, StageHandlers, requireStage, stageContextOf, toInstant } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { allows, holds, type Principal, Problem, UnitOfWork } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { refOf, scopeOf } from '../panel/stage-context.js';
import { decisionFacts, decisionInForce, presentProposal, signaturesOf } from '../decision/decision-facts.queries.js';
import { Decision, type SignatureKind, Supersession } from '../decision/decision.entities.js';
import { type JudgedEntry, EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { PanelMember } from '../panel/panel.entities.js';
import { supersessionInputs } from '../decision/supersession-inputs.queries.js';
import { type SupersessionPreview, SupersessionPreviewService } from './supersession-preview.service.js';
import { judgingPermissions } from '../permissions.js';

/** Who is named with a decision. */
interface NamedPerson {
  personId: string;
  name: string;
}

/** Why a decision supersedes the one before it, and who asked for it. */
export interface SupersessionReason {
  kind: Supersession['kind'];
  supersedes: string;
  reasonCode: string;
  reasonText: string;
  publicText: string | null;
  askedBy: NamedPerson & { role: Role };
  proposedBy: NamedPerson;
  askedAt: string;
  complaintId: string | null;
}

/** One decision of a stage; earlier ones are kept as they were. */
export interface StageDecisionAnswer extends Pick<DecisionFacts, 'decisionId' | 'proposalDigest'> {
  number: number;
  state: DecisionState;
  inForce: boolean;
  proposedAt: string;
  certifiedAt: string | null;
  /** Null for the stage's own. */
  supersession: SupersessionReason | null;
  outcomes: (Pick<JudgedEntry, 'title' | 'cityName' | 'countryCode'> & { entryId: string; outcome: Outcome })[];
  /** Who moves up next, in this order; entries by id. */
  reserve: string[];
  standing: (NamedPerson & { kind: SignatureKind; at: string })[];
}

/**
 * A superseding decision with what it does: as it would be now while it is proposed, as it was asked for afterwards.
 */
export interface SupersessionAnswer extends StageDecisionAnswer {
  facts: DecisionFacts;
  effects: SupersessionPreview;
}

/** Shows all decisions of a stage: its own, and each that supersedes another. */
@Injectable()
export class DecisionHistoryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly entries: EntriesForJudgesService,
    private readonly previews: SupersessionPreviewService,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * The decisions of a stage by number, with what was dropped. For the staff, the chair and those
   * who may certify; the auditor sees what is certified. Others get `not-found`.
   */
  async ofStage(principal: Principal | null, ref: StageRef): Promise<StageDecisionAnswer[]> {
    return this.unitOfWork.read(async (em) => {
      const stageContext = await stageContextOf(em, await requireStage(em, ref));
      const states = await readableStates(em, principal, stageContext);
      const decisions = await em.find(Decision, { ...ref, state: { $in: states } }, { orderBy: { proposedAt: 'asc' } });
      const answers: StageDecisionAnswer[] = [];
      for (const decision of decisions) answers.push(await this.answer(em, decision));
      return answers;
    });
  }

  /** One superseding decision with its effects, for the same people. */
  async supersession(principal: Principal | null, ref: StageRef, decisionId: string): Promise<SupersessionAnswer> {
    return this.unitOfWork.read(async (em) => {
      const stageContext = await stageContextOf(em, await requireStage(em, ref));
      const states = await readableStates(em, principal, stageContext);
      const decision = await em.findOne(Decision, { id: decisionId, ...refOf(stageContext), state: { $in: states } });
      if (!decision || decision.supersedes == null) throw hidden();
      const asked = await em.findOneOrFail(Supersession, { id: decisionId });
      const before = await em.findOneOrFail(Decision, { id: decision.supersedes });
      const inputs = await supersessionInputs(em, before, asked);
      const effects = await this.previews.of(em, stageContext, inputs, await presentProposal(em, decision));
      const facts = await decisionFacts(em, this.handlers, decision, stageContext);
      return { ...(await this.answer(em, decision)), facts, effects };
    });
  }

  private async answer(em: SqlEntityManager, decision: Decision): Promise<StageDecisionAnswer> {
    const { id, number, state, proposedAt, certifiedAt } = decision;
    const proposal = await presentProposal(em, decision);
    const asked = decision.supersedes == null ? null : await em.findOneOrFail(Supersession, { id });
    const signatures = await signaturesOf(em, decision);
    const standing = signatures.map(({ kind, personId, signedAt }) => ({ kind, personId, at: toInstant(signedAt) }));
    const name = await this.names([
      ...standing.map(({ personId }) => personId),
      ...(asked ? [asked.askedBy, asked.proposedBy] : []),
    ]);
    const outcomeOf = new Map(proposal.outcomes.map(({ entryId, outcome }) => [entryId, outcome]));
    return {
      decisionId: id,
      number,
      state,
      inForce: (await decisionInForce(em, decision))?.id === id,
      proposalDigest: proposal.digest,
      proposedAt: toInstant(proposedAt),
      certifiedAt: certifiedAt ? toInstant(certifiedAt) : null,
      supersession: asked && reasonOf(asked, name),
      outcomes: (await this.entries.find([...outcomeOf.keys()])).map(
        ({ id: entryId, title, cityName, countryCode }) => ({
          entryId,
          title,
          cityName,
          countryCode,
          outcome: outcomeOf.get(entryId)!,
        }),
      ),
      reserve: proposal.reserve,
      standing: standing.map((each) => ({ ...each, name: name(each.personId) })),
    };
  }

  private async names(ids: string[]): Promise<(id: string) => string> {
    const found = new Map((await this.people.findPeople(ids)).map(({ id, name }) => [id, name]));
    return (id) => found.get(id) ?? '';
  }
}

function reasonOf(asked: Supersession, name: (id: string) => string): SupersessionReason {
  const { kind, supersedes, reasonCode, reasonText, publicText = null, complaintId = null } = asked;
  return {
    kind,
    supersedes,
    reasonCode,
    reasonText,
    publicText,
    askedBy: { personId: asked.askedBy, name: name(asked.askedBy), role: asked.askedRole },
    proposedBy: { personId: asked.proposedBy, name: name(asked.proposedBy) },
    askedAt: toInstant(asked.askedAt),
    complaintId,
  };
}

/** Which decisions of the stage the principal may read, by their state. Throws `not-found` when there are none. */
async function readableStates(
  em: SqlEntityManager,
  principal: Principal | null,
  stageContext: StageContext,
): Promise<DecisionState[]> {
  const scope = scopeOf(stageContext);
  const chair =
    principal && (await em.count(PanelMember, { ...refOf(stageContext), personId: principal.personId, seat: 'chair' }));
  if (
    chair ||
    allows(judgingPermissions.readAnyProposal, principal, scope) ||
    holds(principal, stageContext.stageDefinition.certifiers.roles, scope)
  )
    return ['proposed', 'certified', 'dropped'];
  if (allows(judgingPermissions.readSignedProposal, principal, scope)) return ['certified'];
  throw hidden();
}

const hidden = () => new Problem('not-found', refusal('decision.notFoundOrSeen'));
