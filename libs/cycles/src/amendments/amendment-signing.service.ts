import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { AmendmentCommitted, AmendmentState, SignAmendmentCommand, StageFacts } from '#libs/contracts';
import { PeopleService } from '#libs/identity';
import { allows, anyOf, Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { AmendmentSignature, Amendment } from '../move-deadline/amendment.entities.js';
import { type AmendableStage, judgeAmendment, touchedStages } from '../move-deadline/amendment.rules.js';
import { planOf } from '../rows/cycle-plan.js';
import { type Cycle, Programme } from '../rows/cycle.entities.js';
import { requirePossibleInCycle } from '../possible/command-check.service.js';
import { definitionInForce, lockCycle, requireStage, stageContextOf } from '../rows/cycle.queries.js';
import { definitionRefused } from '../definition/definition-problems.js';
import { adopt } from '../move-deadline/revisions.js';
import { amendmentSigned } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { lockStages } from '../rows/stage-lock.js';
import { amendStages } from './stage-amendments.js';
import { StageHandlers, StageTypes } from '../rows/stage-types.js';
import { Stage } from '../definition/stage.entity.js';
import { factsOf } from '../rows/stage-facts.js';
import { cyclePermissions } from '../permissions.js';

/** Who signs a change of the definition, and how many of them. */
const { signAnyAmendment: SIGN } = cyclePermissions;
const SIGNATURES_NEEDED = 2;

/** What of an amendment says whose signatures it needs. */
type Signable = Pick<Amendment, 'kind' | 'cycleId' | 'definition'> & { stageKey?: string | null | undefined };

/** Signs amendments and, with the last signature needed, puts them in force: the definition, the rows, the events. */
@Injectable()
export class AmendmentSigningService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly handlers: StageHandlers,
    private readonly stageTypes: StageTypes,
  ) {}

  /**
   * How many signatures an amendment needs: of two members of the staff, or of the quorum of the
   * panel whose method it adopts. A deadline that was moved by command is in force with the first
   * of them, and countersigned afterwards.
   */
  async needed(em: SqlEntityManager, amendment: Signable): Promise<number> {
    if (amendment.kind !== 'method') return SIGNATURES_NEEDED;
    return (await this.panelOf(em, amendment)).quorum;
  }

  /**
   * One person's signature; safe to repeat. Throws `not-found`, `forbidden` for somebody who does
   * not sign such an amendment, `stale-version` when it is not the definition they read, `conflict`
   * when it is withdrawn, signed already, or another revision is in force, `rule-violated` when a
   * change is not possible any more.
   */
  sign(context: WorkContext, cycleId: string, command: SignAmendmentCommand): Promise<AmendmentCommitted> {
    const { amendmentId, actorId: personId } = command;
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      const amendment = await work.em.findOne(Amendment, { id: amendmentId, cycleId });
      if (!amendment) throw new Problem('not-found', refusal('amendment.none'));
      const signed = await work.em.find(AmendmentSignature, { amendmentId });
      const signaturesNeeded = await this.needed(work.em, amendment);
      const isRepeated = signed.some((signature) => signature.personId === personId);
      if (isRepeated) return this.committed(work, cycle, amendment, { count: signed.length, signaturesNeeded });
      await this.requireSigner(work.em, cycle, amendment, personId);
      const countersigns = amendment.kind === 'deadline' && signed.length < signaturesNeeded;
      refuseStale(cycle, amendment, command, countersigns ? 'adopted' : 'proposed');
      work.em.create(AmendmentSignature, { amendmentId, personId, signedAt: await work.now() }, { persist: true });
      const count = signed.length + 1;
      tell(work, cycleId, amendmentSigned(amendment, count, signaturesNeeded));
      if (count >= signaturesNeeded && !countersigns) await this.adopt(work, cycle, amendment, command);
      return this.committed(work, cycle, amendment, { count, signaturesNeeded });
    });
  }

  /** Under the locks of all stages: judged once more by where they stand now, then in force. */
  private async adopt(work: Work, cycle: Cycle, amendment: Amendment, command: SignAmendmentCommand): Promise<void> {
    await lockStages(work, cycle.id);
    const before = await definitionInForce(work.em, cycle);
    const { kind, stageKey = null, definition: after, changes } = amendment;
    const stages = await amendableStages(work.em, cycle.id, this.stageTypes);
    const { problems } = judgeAmendment({ kind, stageKey, before, after, stages, now: await work.now() });
    if (problems.length > 0) throw definitionRefused(problems);
    const { revision } = await adopt(work, cycle, amendment, touchedStages(changes, keysOf(after)));
    await work.em.upsert(Programme, { key: after.programme.key, name: after.programme.name });
    const types = (type: string) => this.stageTypes.of(type).decides;
    await amendStages(work, { cycle, after, revision, decides: types }, changes, command);
  }

  private async committed(
    work: Work,
    cycle: Cycle,
    amendment: Amendment,
    { count, signaturesNeeded }: { count: number; signaturesNeeded: number },
  ): Promise<AmendmentCommitted> {
    const { id: amendmentId, cycleId, kind, stageKey = null, state, number = null, definitionDigest } = amendment;
    const facts = { amendmentId, cycleId, kind, stageKey, state, number, definitionDigest };
    await work.em.flush();
    const stages = await work.em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
    const touched = state === 'adopted' ? touchedStages(amendment.changes, keysOf(amendment.definition)) : [];
    return {
      amendment: { ...facts, signatures: count, signaturesNeeded },
      plan: planOf(cycle, stages),
      stages: stages.filter(({ key }) => touched.includes(key)).map((stage): StageFacts => factsOf(stage)),
    };
  }

  private async requireSigner(em: SqlEntityManager, cycle: Cycle, amendment: Amendment, personId: string) {
    if (amendment.kind === 'method') {
      const { memberIds } = await this.panelOf(em, amendment);
      if (memberIds.includes(personId)) return;
      throw new Problem('forbidden', refusal('amendment.notOfPanel'));
    }
    const person = await this.people.find(personId);
    const principal = person && { personId, grants: person.roles, apiKeyId: null };
    if (allows(SIGN, principal, { programme: cycle.programme, cycleId: cycle.id })) return;
    throw new Problem('forbidden', refusal('amendment.signers', { roles: anyOf(SIGN.roles) }));
  }

  private async panelOf(em: SqlEntityManager, { cycleId, stageKey, definition }: Signable) {
    const stage = definition.stages.find(({ key }) => key === stageKey)!;
    const handler = this.handlers.of(stage.type);
    if (!handler.panel) throw new Problem('conflict', refusal('amendment.noPanel', { title: stage.title }));
    return handler.panel(em, await stageContextOf(em, await requireStage(em, { cycleId, stageKey: stage.key })));
  }
}

const keysOf = ({ stages }: { stages: { key: string }[] }): string[] => stages.map(({ key }) => key);

function refuseStale(
  cycle: Cycle,
  amendment: Amendment,
  { definitionDigest }: SignAmendmentCommand,
  signedWhile: AmendmentState,
): void {
  if (amendment.definitionDigest !== definitionDigest) {
    throw new Problem('stale-version', refusal('amendment.otherDefinition'));
  }
  if (amendment.state !== signedWhile) {
    throw new Problem('conflict', refusal('amendment.state', { state: amendment.state }), { state: amendment.state });
  }
  requirePossibleInCycle('signAmendment', cycle);
  if (signedWhile === 'adopted' || cycle.revision === amendment.baseRevision) return;
  const detail = refusal('amendment.overtaken', { revision: cycle.revision, base: amendment.baseRevision });
  throw new Problem('conflict', detail, { revision: cycle.revision });
}

/** The stages of a cycle as amendments are judged by them. */
export async function amendableStages(
  em: SqlEntityManager,
  cycleId: string,
  stageTypes: StageTypes,
): Promise<AmendableStage[]> {
  const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
  return stages.map(({ key, type, state, releasedTo }) => {
    const { usesForm = false, usesCriteria = false } = stageTypes.of(type);
    return { key, state, releasedTo, usesForm, usesCriteria };
  });
}
