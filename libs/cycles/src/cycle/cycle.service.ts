import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import { v7 as uuidv7 } from 'uuid';
import type { CycleStatus } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext, requireVersion } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { toInstant } from '../definition/calendar.js';
import { CycleRevision, Cycle, Programme } from '../rows/cycle.entities.js';
import { requireCycle, requireRevision } from '../rows/cycle.queries.js';
import { type CycleView, cycleView } from './cycle-views.js';
import { type CheckedDefinition, checkDefinition } from '../definition/definition-check.js';
import { type CycleDefinition, definitionDigest } from '../definition/definition.js';
import { definitionRefused } from '../definition/definition-problems.js';
import { scheduleStage } from '../rows/stage-records.js';
import type { DefinitionProblem } from '../definition/stage-type.js';
import { StageTypes } from '../rows/stage-types.js';

/** Which cycles a list shows, newest first, after the id of the last one shown. */
export interface CycleFilter {
  /** Keys of the programmes whose drafts are shown too: drafts are for their staff only. */
  draftsOf: string[] | 'all';
  status?: CycleStatus | undefined;
  programme?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** Cycles from draft to publication, and where they stand. */
@Injectable()
export class CycleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stageTypes: StageTypes,
  ) {}

  /** Checks a definition (a document, or its YAML or JSON text) without keeping it. */
  check(given: string | object): CheckedDefinition {
    return checkDefinition(given, this.stageTypes);
  }

  /** Keeps a definition as a draft. Throws `rule-violated` with every problem of it. */
  async createDraft(context: WorkContext, given: string | object): Promise<CycleView> {
    const definition = this.require(given);
    return this.unitOfWork.run(context, async (work) => {
      const cycle = work.em.create(
        Cycle,
        {
          id: uuidv7(),
          ...(await this.headOf(work, definition)),
          status: 'draft',
          revision: 0,
          version: 1,
          draft: definition,
          createdBy: work.actor.id,
          createdAt: await work.now(),
        },
        { persist: true },
      );
      return cycleView(cycle);
    });
  }

  /** Replaces a draft's definition. Throws `stale-version`, `conflict` once published, `rule-violated`. */
  async replaceDraft(
    context: WorkContext,
    cycleId: string,
    version: number,
    given: string | object,
  ): Promise<CycleView> {
    const definition = this.require(given);
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await this.lockDraft(work, cycleId, version, 'cycle.noDraftToChange');
      work.em.assign(cycle, {
        ...(await this.headOf(work, definition)),
        draft: definition,
        version: cycle.version + 1,
      });
      return cycleView(cycle);
    });
  }

  /**
   * Publishes a draft: freezes and digests its definition as revision 1, makes its stages, and says
   * so in an event that starts its workflow. Throws `stale-version`, `conflict`, `rule-violated`
   * (also for a deadline that is past).
   */
  publish(context: WorkContext, cycleId: string, version: number): Promise<CycleView> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await this.lockDraft(work, cycleId, version, 'cycle.noDraftToPublish');
      const now = await work.now();
      const definition = this.require(cycle.draft!);
      refusePast(definition, now);
      work.em.assign(cycle, {
        status: 'published',
        revision: 1,
        version: cycle.version + 1,
        draft: null,
        publishedAt: now,
      });
      const revision = work.em.create(
        CycleRevision,
        {
          cycleId,
          revision: 1,
          definition,
          digest: definitionDigest(definition),
          digestAlgorithm: 'sha256-jcs-v1',
          actorId: work.actor.id,
          createdAt: now,
        },
        { persist: true },
      );
      for (const [position, stage] of definition.stages.entries()) {
        const { decides } = this.stageTypes.of(stage.type);
        scheduleStage(work, stage, { cycleId, revision: 1, zone: definition.zone, position, decides });
      }
      work.emit({
        type: 'laureate.cycle.published.v1',
        subject: cycleId,
        data: { cycleId, revision: 1, definitionDigest: revision.digest },
      });
      return cycleView(cycle);
    });
  }

  /** A page of cycles, newest first; up to `limit` + 1 rows, so that the caller sees whether there are more. */
  list(filter: CycleFilter): Promise<CycleView[]> {
    return this.unitOfWork.read(async (em) => {
      const cycles = await em.find(
        Cycle,
        {
          ...(filter.status ? { status: filter.status } : {}),
          ...(filter.draftsOf === 'all'
            ? {}
            : { $or: [{ status: { $ne: 'draft' } }, { programme: { $in: filter.draftsOf } }] }),
          ...(filter.programme ? { programme: filter.programme } : {}),
          ...(filter.after ? { id: { $lt: filter.after } } : {}),
        },
        { orderBy: { id: 'desc' }, limit: filter.limit + 1 },
      );
      return cycles.map(cycleView);
    });
  }

  /** One cycle, drafts too. Throws `not-found`. */
  find(cycleId: string): Promise<CycleView> {
    return this.unitOfWork.read(async (em) => cycleView(await requireCycle(em, cycleId)));
  }

  /** The definition in force (a draft's own while it is one) with its digest. Throws `not-found`. */
  definition(cycleId: string): Promise<{ definition: CycleDefinition; digest: string; revision: number }> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      const { draft, revision } = cycle;
      if (draft) return { definition: draft, digest: definitionDigest(draft), revision };
      const { definition, digest } = await requireRevision(em, cycle);
      return { definition, digest, revision };
    });
  }

  /** The complete definition. Throws `rule-violated` with every problem of it. */
  require(given: string | object): CycleDefinition {
    const checked = this.check(given);
    if ('definition' in checked) return checked.definition;
    throw definitionRefused(checked.problems);
  }

  /** The columns that repeat what the definition says; the programme is made with its first cycle. */
  private async headOf(work: Work, { programme, edition, title, zone, demonstration }: CycleDefinition) {
    await work.em.upsert(Programme, { key: programme.key, name: programme.name });
    return { programme: programme.key, edition, title, zone, demonstration };
  }

  private async lockDraft(
    work: Work,
    cycleId: string,
    version: number,
    only: 'cycle.noDraftToChange' | 'cycle.noDraftToPublish',
  ): Promise<Cycle> {
    const cycle = await work.em.findOne(Cycle, { id: cycleId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!cycle) throw new Problem('not-found', refusal('cycle.none'));
    if (cycle.status !== 'draft') {
      throw new Problem('conflict', refusal(only, { status: cycle.status }), {
        state: cycle.status,
      });
    }
    requireVersion(version, cycle.version, { theirs: cycle.draft });
    return cycle;
  }
}

function refusePast({ stages }: CycleDefinition, now: Date): void {
  const problems = stages.flatMap(({ window: { deadline } }, index): DefinitionProblem[] =>
    Date.parse(deadline) > now.getTime()
      ? []
      : [
          {
            pointer: `/stages/${index}/window/deadline`,
            value: deadline,
            message: 'is past',
            allowed: `after ${toInstant(now)}`,
          },
        ],
  );
  if (problems.length > 0) throw definitionRefused(problems);
}
