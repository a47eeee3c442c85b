import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Instant } from '#libs/contracts';
import { UnitOfWork } from '#libs/platform';
import { type ZonedInstant, zoned } from '../definition/calendar.js';
import { clockOf, requireCycle, stageContextOf } from '../rows/cycle.queries.js';
import { openAttention } from './cycle-status.service.js';
import {
  type AttentionView,
  type StageView,
  type CycleView,
  attentionView,
  cycleView,
  stageView,
} from './cycle-views.js';
import { digestOf } from '../definition/definition.js';
import type { Intake, ProgressCount } from '../definition/stage-answers.js';
import { StageHandlers } from '../rows/stage-types.js';
import { Stage } from '../definition/stage.entity.js';

/** The most parked workflows a picture names. */
const ATTENTION_LIMIT = 50;

/** A stage in the picture of a cycle. */
export interface StageProgressView extends Pick<
  StageView,
  'key' | 'type' | 'title' | 'state' | 'opens' | 'deadline' | 'waitsFor' | 'next'
> {
  /** Empty before it opens. */
  counts: ProgressCount[];
  /** How entries come in; null before it opens, and where that is not what it is for. */
  intake: Intake | null;
}

/** How far a cycle is, on one page. */
export interface CycleProgressView extends Pick<
  CycleView,
  'title' | 'zone' | 'demonstration' | 'status' | 'revision' | 'pausedAt'
> {
  cycleId: string;
  /** Digest of all but `at`: two pictures with the same say the same. */
  id: string;
  /** When it was taken. */
  at: ZonedInstant;
  stages: StageProgressView[];
  attention: AttentionView[];
}

/** Takes the picture of how far a cycle is, in a number of queries that grows with its stages only. */
@Injectable()
export class ProgressService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
  ) {}

  /** How far the cycle is now. Throws `not-found`. */
  of(cycleId: string): Promise<CycleProgressView> {
    return this.unitOfWork.read(async (em) => {
      const { title, zone, demonstration, status, revision, pausedAt } = cycleView(await requireCycle(em, cycleId));
      const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
      const attention = await openAttention(em, cycleId);
      const now = await clockOf(em);
      const come: Pick<StageProgressView, 'counts' | 'intake'>[] = [];
      for (const stage of stages) come.push(await this.comeTo(em, stage, now));
      const picture = {
        cycleId,
        title,
        zone,
        demonstration,
        status,
        revision,
        pausedAt,
        stages: stages.map((stage, index) => stageProgress(stageView(stage, stages, now), come[index]!)),
        attention: attention.slice(0, ATTENTION_LIMIT).map((each) => attentionView(each, zone)),
      };
      return { ...picture, id: digestOf(picture), at: zoned(now, zone) };
    });
  }

  private async comeTo(em: SqlEntityManager, stage: Stage, now: Instant) {
    if (!stage.openedAt) return { counts: [], intake: null };
    const stageContext = await stageContextOf(em, stage);
    const counts = await this.handlers.progress(em, stageContext);
    return { counts, intake: (await this.handlers.of(stage.type).intake?.(em, stageContext, now)) ?? null };
  }
}

const stageProgress = (
  { key, type, title, state, opens, deadline, waitsFor, next }: StageView,
  come: Pick<StageProgressView, 'counts' | 'intake'>,
): StageProgressView => ({ key, type, title, state, opens, deadline, waitsFor, next, ...come });
