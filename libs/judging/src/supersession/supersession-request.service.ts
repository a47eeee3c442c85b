import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EntryOutcome, Outcome, Role, StageRef, SupersessionKind } from '#libs/contracts';
import {
  cyclePermissions,
  lockStage,
  refusePausedCycle,
  requireCycle,
  requireStage,
  type Stage,
  type StageContext,
  stageContextOf,
} from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { Problem, type RequestContext, UnitOfWork, holds } from '#libs/platform';
import { requireUpheld } from '../complaints/complaint.queries.js';
import { refusal } from '../refusals.words.js';
import { refOf, scopeOf } from '../panel/stage-context.js';
import { decisionInForce, ownDecision } from '../decision/decision-facts.queries.js';
import { Decision, Supersession } from '../decision/decision.entities.js';
import { adjustmentProblems, allowedOutcomes, recomputeDecision } from '../methods/decision.rules.js';
import { type AskedFor, supersessionInputs, textDigest } from '../decision/supersession-inputs.queries.js';
import { type SupersessionPreview, SupersessionPreviewService } from './supersession-preview.service.js';
import { type SupersessionInputs, namableOutcomes, supersessionProblem } from '../methods/supersession.rules.js';
import { judgingPermissions } from '../permissions.js';

/** What is asked for: why, and which outcomes change. */
export interface NewSupersession {
  kind: SupersessionKind;
  changes: EntryOutcome[];
  reasonCode: string;
  /** Kept in the database only. */
  reasonText: string;
  /** May be told with the result. */
  publicText?: string | undefined;
  /** Who asked for it, in which role; without it, whoever proposes. */
  askedBy?: { personId: string; role: Role } | undefined;
  complaintId?: string | undefined;
}

/** Who may propose that a decision is superseded; a result is withheld by the organiser alone. */

/**
 * Proposes decisions that supersede a certified one. The proposal's workflow, signatures and
 * certification make it stand.
 */
@Injectable()
export class SupersessionRequestService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly previews: SupersessionPreviewService,
    private readonly people: PeopleService,
  ) {}

  /**
   * What would follow. Throws `forbidden`, `conflict` while no decision is in force,
   * `rule-violated` for changes that do not fit.
   */
  preview(context: RequestContext, ref: StageRef, given: NewSupersession): Promise<SupersessionPreview> {
    return this.unitOfWork.read(async (em) => {
      const stageContext = await stageContextOf(em, await requireStage(em, ref));
      const inputs = await this.inputs(em, context, stageContext, given);
      return this.previews.of(em, stageContext, inputs, recomputeDecision(inputs));
    });
  }

  /**
   * Keeps what is asked for under the id of the decision that is to come of it; the same key
   * answers the same id. Throws what `preview` throws, and `conflict` when it is not what was
   * previewed any more.
   */
  ask(
    context: RequestContext,
    ref: StageRef,
    key: string,
    { previewDigest, ...given }: NewSupersession & { previewDigest: string },
  ): Promise<string> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      // One at a time, so that a repeated request finds what the first one kept.
      const { stage } = await lockStage(work, ref, 'exclusive');
      const before = await em.findOne(Supersession, { commandId: key });
      if (before) return requireSame(before, context, ref, given);
      refusePausedCycle(await requireCycle(em, ref.cycleId));
      const stageContext = await stageContextOf(em, stage);
      const inputs = await this.inputs(em, context, stageContext, given);
      const { proposalDigest } = await this.previews.of(em, stageContext, inputs, recomputeDecision(inputs));
      if (proposalDigest !== previewDigest)
        throw new Problem('conflict', refusal('supersession.notPreviewed'), {
          proposalDigest,
        });
      const { mode: _, supersedes, publicDigest: __, ...asked } = inputs;
      const { reasonText, publicText = null } = given;
      const id = uuidv7();
      em.create(
        Supersession,
        {
          id,
          ...ref,
          ...asked,
          supersedes: supersedes.decisionId,
          reasonText,
          publicText,
          proposalDigest,
          commandId: key,
        },
        { persist: true },
      );
      return id;
    });
  }

  private async inputs(
    em: SqlEntityManager,
    context: RequestContext,
    stageContext: StageContext,
    given: NewSupersession,
  ): Promise<SupersessionInputs> {
    const askedRole = requireProposer(context, stageContext, given.kind);
    const own = await ownDecision(em, refOf(stageContext));
    const before = await requireInForce(em, stageContext.stage);
    const { kind, reasonCode, reasonText, publicText = null, complaintId = null } = given;
    if (complaintId !== null && kind !== 'upheld-complaint')
      throw new Problem('rule-violated', refusal('supersession.namesComplaint'));
    if (kind === 'upheld-complaint') await requireUpheld(em, refOf(stageContext), complaintId);
    const asker = given.askedBy ?? { personId: context.actor.id, role: askedRole };
    await this.requireAsker(stageContext, asker);
    const asked: AskedFor = {
      kind,
      changes: given.changes.toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1)),
      askedBy: asker.personId,
      askedRole: asker.role,
      proposedBy: context.actor.id,
      reasonCode,
      reasonDigest: textDigest(reasonText),
      publicText,
      complaintId,
      replaces: await this.previews.replaces(em, stageContext),
      passedOver: [],
    };
    const found = await supersessionInputs(em, before, asked);
    refuseChanges(found, given.changes, namableOutcomes(kind, allowedOutcomes(own!.mode, stageContext.settings)));
    return { ...found, passedOver: await withdrawnOf(em, found.supersedes.reserve) };
  }

  private async requireAsker(
    stageContext: StageContext,
    { personId, role }: { personId: string; role: Role },
  ): Promise<void> {
    const person = await this.people.find(personId);
    const principal = person && { personId, grants: person.roles, apiKeyId: null };
    if (!holds(principal, [role], scopeOf(stageContext)))
      throw new Problem('rule-violated', refusal('supersession.askerWithoutRole', { role }), {
        errors: [{ pointer: '/askedBy', message: refusal('supersession.noSuchRole') }],
      });
  }
}

/** The decision of the stage that is in force. Throws `conflict` while none is, or when the cycle was cancelled. */
export async function requireInForce(em: SqlEntityManager, stage: Stage): Promise<Decision> {
  const decision = await decisionInForce(em, { cycleId: stage.cycleId, stageKey: stage.key });
  if (decision && (stage.state === 'decided' || stage.state === 'released')) return decision;
  throw new Problem('conflict', refusal('supersession.nothingCertified', { title: stage.title, state: stage.state }), {
    state: stage.state,
  });
}

function requireProposer({ principal }: RequestContext, stageContext: StageContext, kind: SupersessionKind): Role {
  const { roles } = kind === 'withheld' ? judgingPermissions.withholdResult : cyclePermissions.supersedeDecision;
  const role = roles.find((each) => holds(principal, [each], scopeOf(stageContext)));
  if (!role)
    throw new Problem(
      'forbidden',
      kind === 'withheld' ? refusal('supersession.organiserWithholds') : refusal('supersession.othersPropose'),
    );
  return role;
}

function refuseChanges(
  { kind, supersedes }: SupersessionInputs,
  changes: readonly EntryOutcome[],
  allowed: Partial<Record<Outcome, number>>,
): void {
  const problem = supersessionProblem(kind, supersedes, changes);
  const problems = problem
    ? [{ index: null, message: problem }]
    : adjustmentProblems(supersedes.outcomes, changes, allowed);
  if (problems.length === 0) return;
  throw new Problem('rule-violated', refusal('supersession.notSo'), {
    errors: problems.map(({ index, message }) => ({
      pointer: index === null ? '/changes' : `/changes/${index}`,
      message,
    })),
  });
}

async function withdrawnOf(em: SqlEntityManager, entryIds: readonly string[]): Promise<string[]> {
  if (entryIds.length === 0) return [];
  const rows = await em.execute<{ id: string }[]>(
    'select id from entries.entry where id in (?) and withdrawn_at is not null order by id',
    [[...entryIds]],
  );
  return rows.map(({ id }) => id);
}

/** A repeated key answers the same id; used for something else, it is refused. */
function requireSame(before: Supersession, { actor }: RequestContext, ref: StageRef, given: NewSupersession): string {
  const isSame =
    before.proposedBy === actor.id &&
    before.cycleId === ref.cycleId &&
    before.stageKey === ref.stageKey &&
    before.kind === given.kind &&
    before.reasonText === given.reasonText;
  if (isSame) return before.id;
  throw new Problem('idempotency-key-reused', refusal('idempotency.keyReused'));
}
