import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { AmendmentKind, Fact } from '#libs/contracts';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { type AmendmentView, amendmentView } from './amendment-views.js';
import { AmendmentSignature, Amendment } from '../move-deadline/amendment.entities.js';
import {
  type WindowChange,
  awaitsMethod,
  judgeAmendment,
  touchedStages,
  windowChangesOf,
} from '../move-deadline/amendment.rules.js';
import { amendmentProposed, amendmentSigned, cycleAmended } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { Stage } from '../definition/stage.entity.js';
import { windowsAmended } from './stage-amendments.js';
import { AmendmentSigningService, amendableStages } from './amendment-signing.service.js';
import { requirePossibleInCycle } from '../possible/command-check.service.js';
import type { Cycle } from '../rows/cycle.entities.js';
import { clockOf, definitionInForce, lockCycle, requireCycle } from '../rows/cycle.queries.js';
import { CycleService } from '../cycle/cycle.service.js';
import type { DefinitionChange } from '../definition/definition-changes.js';
import { type CycleDefinition, definitionDigest } from '../definition/definition.js';
import { definitionRefused } from '../definition/definition-problems.js';
import { type GivenReason, keepReason } from '../rows/reasons.js';
import { newAmendment, proposeAmendment } from '../move-deadline/revisions.js';
import type { DefinitionProblem } from '../definition/stage-type.js';
import { StageTypes } from '../rows/stage-types.js';

/** A change of a published cycle as somebody asks for it. */
export interface GivenAmendment {
  /** The whole definition as it is to be: a document, or its YAML or JSON text. */
  definition: string | object;
  /** The revision it was made from; refused when another one is in force. */
  baseRevision: number;
  /** Key of the stage whose panel adopts its method by this; absent for any other change. */
  adoptsMethodOf?: string | undefined;
}

/** What an amendment would do. */
export interface AmendmentPreview {
  kind: AmendmentKind;
  /** The number it would get. */
  number: number;
  definitionDigest: string;
  changes: DefinitionChange[];
  moves: WindowChange[];
  /** Why it is not possible; empty when it is. */
  problems: DefinitionProblem[];
  /** The events it would publish, when it is proposed and with its last signature. */
  facts: Fact[];
}

/**
 * Changes of published definitions: previewed, proposed, withdrawn and listed here; signed and
 * adopted through the cycle's workflow.
 */
@Injectable()
export class AmendmentService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleService,
    private readonly stageTypes: StageTypes,
    private readonly signing: AmendmentSigningService,
  ) {}

  /**
   * What an amendment would change and move; nothing is kept. Throws `not-found`, `conflict`,
   * `rule-violated` for a broken definition.
   */
  preview(cycleId: string, given: GivenAmendment): Promise<AmendmentPreview> {
    const after = this.cycles.require(given.definition);
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      const would = await this.judge(em, cycle, given, after);
      return { ...would, facts: await this.facts(em, cycle, given, after, would.problems.length === 0) };
    });
  }

  /**
   * What it would publish: that it is proposed and, where it is possible, signed; then, with the last signature, that
   * it is in force and what moved.
   */
  private async facts(
    em: SqlEntityManager,
    cycle: Cycle,
    { adoptsMethodOf: stageKey = null }: { adoptsMethodOf?: string | null | undefined },
    after: CycleDefinition,
    isPossible: boolean,
  ): Promise<Fact[]> {
    const before = await definitionInForce(em, cycle);
    const kind = stageKey === null ? 'definition' : 'method';
    const amendment = newAmendment(cycle, { kind, stageKey, before, after });
    const { id: amendmentId, definitionDigest: digest, changes } = amendment;
    const keys = after.stages.map(({ key }) => key);
    const inForce = { amendmentId, kind, definitionDigest: digest, reasonCode: null } as const;
    const rows = await em.find(Stage, { cycleId: cycle.id });
    const signaturesNeeded = isPossible ? await this.signing.needed(em, amendment) : 0;
    return [
      amendmentProposed({ ...amendment, reasonCode: null }),
      ...Array.from({ length: signaturesNeeded }, (_, i) => amendmentSigned(amendment, i + 1, signaturesNeeded)),
      cycleAmended(cycle, { ...inForce, stageKeys: touchedStages(changes, keys) }),
      ...windowsAmended(rows, after, changes),
    ];
  }

  /**
   * Proposes an amendment, for others to sign. Throws as `preview`, and `rule-violated` with all that is not possible.
   */
  propose(
    context: WorkContext,
    cycleId: string,
    given: GivenAmendment & { reason: GivenReason },
  ): Promise<AmendmentView> {
    const after = this.cycles.require(given.definition);
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      const { kind, problems, changes } = await this.judge(work.em, cycle, given, after);
      if (problems.length > 0) throw definitionRefused(problems);
      if (changes.length === 0) throw new Problem('conflict', refusal('amendment.nothing'));
      const stageKey = given.adoptsMethodOf ?? null;
      const before = await definitionInForce(work.em, cycle);
      const reason = keepReason(work, cycleId, given.reason);
      const amendment = await proposeAmendment(work, cycle, { kind, stageKey, before, after, reason });
      tell(work, cycleId, amendmentProposed(amendment));
      return amendmentView(amendment, [], await this.signing.needed(work.em, amendment), reasonText(given.reason));
    });
  }

  /** Withdraws a proposal that is not adopted; safe to repeat. Throws `not-found`, `conflict`. */
  withdraw(
    context: WorkContext,
    { cycleId, amendmentId, reason }: { cycleId: string; amendmentId: string; reason: GivenReason },
  ): Promise<AmendmentView> {
    return this.unitOfWork.run(context, async (work) => {
      await lockCycle(work, cycleId);
      const amendment = await requireAmendment(work.em, cycleId, amendmentId);
      if (amendment.state === 'adopted') throw new Problem('conflict', refusal('amendment.inForce'));
      if (amendment.state === 'proposed') {
        work.em.assign(amendment, { state: 'withdrawn', settledAt: await work.now() });
        const { code: reasonCode } = keepReason(work, cycleId, reason);
        work.emit({
          type: 'laureate.amendment.withdrawn.v1',
          subject: cycleId,
          data: { cycleId, amendmentId, reasonCode },
        });
      }
      return this.view(work.em, amendment);
    });
  }

  /**
   * The amendments of a cycle, newest first; at most `limit` + 1, after the id of the last one
   * shown. Throws `not-found`.
   */
  list(cycleId: string, page: { after?: string | undefined; limit: number }): Promise<AmendmentView[]> {
    return this.unitOfWork.read(async (em) => {
      await requireCycle(em, cycleId);
      const rows = await em.find(
        Amendment,
        { cycleId, ...(page.after ? { id: { $lt: page.after } } : {}) },
        { orderBy: { id: 'desc' }, limit: page.limit + 1 },
      );
      return this.views(em, rows);
    });
  }

  /** One amendment. Throws `not-found`. */
  find(cycleId: string, amendmentId: string): Promise<AmendmentView> {
    return this.unitOfWork.read(async (em) => this.view(em, await requireAmendment(em, cycleId, amendmentId)));
  }

  /** The definition an amendment brings in force. Throws `not-found`. */
  definition(cycleId: string, amendmentId: string): Promise<CycleDefinition> {
    return this.unitOfWork.read(async (em) => (await requireAmendment(em, cycleId, amendmentId)).definition);
  }

  private async judge(
    em: SqlEntityManager,
    cycle: Cycle,
    { baseRevision, adoptsMethodOf }: GivenAmendment,
    after: CycleDefinition,
  ): Promise<Omit<AmendmentPreview, 'facts'>> {
    requirePossibleInCycle('amend', cycle);
    if (cycle.revision !== baseRevision) {
      const detail = refusal('amendment.stale', { revision: cycle.revision, base: baseRevision });
      throw new Problem('conflict', detail, { revision: cycle.revision });
    }
    const before = await definitionInForce(em, cycle);
    const kind = adoptsMethodOf === undefined ? 'definition' : 'method';
    if (adoptsMethodOf !== undefined) refuseOtherMethods(before, adoptsMethodOf);
    const stages = await amendableStages(em, cycle.id, this.stageTypes);
    const question = { kind, stageKey: adoptsMethodOf ?? null, before, after, stages } as const;
    const { changes, problems } = judgeAmendment({ ...question, now: new Date(await clockOf(em)) });
    const moves = windowChangesOf(changes);
    return { kind, number: baseRevision, definitionDigest: definitionDigest(after), changes, moves, problems };
  }

  private async view(em: SqlEntityManager, amendment: Amendment): Promise<AmendmentView> {
    const [view] = await this.views(em, [amendment]);
    return view!;
  }

  /** With two queries more, however many there are. */
  private async views(em: SqlEntityManager, rows: Amendment[]): Promise<AmendmentView[]> {
    const ids = rows.map(({ id }) => id);
    const signatures = await em.find(
      AmendmentSignature,
      { amendmentId: { $in: ids } },
      { orderBy: { signedAt: 'asc' } },
    );
    const digests = rows.flatMap(({ reasonDigest }) => reasonDigest ?? []);
    const texts = digests.length
      ? await em.execute<{ digest: string; text: string }[]>(
          'select distinct on (text_digest) text_digest as digest, text from cycles.reason where text_digest in (?)',
          [digests],
        )
      : [];
    return Promise.all(
      rows.map(async (row) => {
        const own = signatures.filter(({ amendmentId }) => amendmentId === row.id);
        const text = texts.find(({ digest }) => digest === row.reasonDigest)?.text ?? null;
        return amendmentView(row, own, await this.signing.needed(em, row), text);
      }),
    );
  }
}

const reasonText = ({ text }: GivenReason): string | null => text ?? null;

function refuseOtherMethods({ stages }: CycleDefinition, stageKey: string): void {
  const stage = stages.find(({ key }) => key === stageKey);
  if (!stage) throw new Problem('not-found', refusal('stage.none', { stageKey }));
  if (!awaitsMethod(stage)) throw new Problem('conflict', refusal('amendment.notLeftToPanel', { title: stage.title }));
}

/** The amendment's row. Throws `not-found`. */
export async function requireAmendment(em: SqlEntityManager, cycleId: string, id: string): Promise<Amendment> {
  const amendment = await em.findOne(Amendment, { id, cycleId });
  if (!amendment) throw new Problem('not-found', refusal('amendment.none'));
  return amendment;
}
