import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EventType, StageFacts, StageRef } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { requireStage, stageContextOf } from '../rows/cycle.queries.js';
import { factsOf } from '../rows/stage-facts.js';
import { lockStage, refusePaused } from '../rows/stage-lock.js';
import type { StageContext } from '../definition/stage-type.js';
import { StageHandlers } from '../rows/stage-types.js';
import { StageService } from './stage.service.js';
import { Stage } from '../definition/stage.entity.js';

/** Why a stage closed before its deadline by itself. */
export const NOTHING_OWED = { code: 'nothing-owed' };

/** Nothing more comes in. A call closes when the last extension of one of its cities has lapsed. */
const STAGE_ENDS = ['laureate.stage.closed.v1', 'laureate.stage.decided.v1'] as const satisfies EventType[];

/** Closes stages before their deadline when nobody owes anything in them any more, where the definition allows it. */
@Injectable()
export class EarlyClosingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
    private readonly stages: StageService,
  ) {}

  /**
   * Events after which to ask: about the stage they name, or about all stages of the cycle they name
   * but that one. Known once every lib has registered its handlers.
   */
  askedAfter(): { inStage: EventType[]; inCycle: EventType[] } {
    const { inStage, inCycle } = this.handlers.settlingEvents();
    return { inStage, inCycle: [...new Set([...STAGE_ENDS, ...inCycle])] };
  }

  /**
   * May the stage close now? Asked after whatever was the last thing owed is committed, so that of
   * two last ones one sees both.
   */
  isDue(ref: StageRef): Promise<boolean> {
    return this.unitOfWork.read(async (em) => this.mayClose(em, await requireStage(em, ref)));
  }

  /**
   * Has the stage closed, and may it be decided now that nothing is owed any more? Its decision may
   * have waited for that.
   */
  mayDecide(ref: StageRef): Promise<boolean> {
    return this.unitOfWork.read(async (em) => {
      const stage = await requireStage(em, ref);
      return stage.state === 'closing' && this.owesNothing(await stageContextOf(em, stage), em);
    });
  }

  /**
   * Keys of the stages of a cycle that may wait for the last thing owed: open ones that run, and
   * closed ones not decided yet.
   */
  waiting(cycleId: string): Promise<string[]> {
    return this.unitOfWork.read(async (em) => {
      const state = { $in: ['open', 'closing'] as const };
      const stages = await em.find(Stage, { cycleId, state, pausedAt: null }, { orderBy: { position: 'asc' } });
      return stages.map(({ key }) => key);
    });
  }

  /**
   * Closes the stage if nothing is owed under its exclusive lock, where no writer can add anything;
   * else nothing changes. Safe to repeat. Throws `paused`.
   */
  close(context: WorkContext, ref: StageRef): Promise<StageFacts> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, at, clock } = await lockStage(work, ref, 'exclusive');
      refusePaused(stage, at);
      if (!(await this.mayClose(work.em, stage))) return factsOf(stage);
      return this.stages.markClosed(work, stage, clock, { reason: NOTHING_OWED });
    });
  }

  private async mayClose(em: SqlEntityManager, stage: Stage): Promise<boolean> {
    if (stage.state !== 'open' || stage.pausedAt) return false;
    const stageContext = await stageContextOf(em, stage);
    if (!stageContext.stageDefinition.closesEarly) return false;
    return this.owesNothing(stageContext, em);
  }

  private async owesNothing(stageContext: StageContext, em: SqlEntityManager): Promise<boolean> {
    return (await this.handlers.of(stageContext.stage.type).nothingOwed?.(em, stageContext)) ?? false;
  }
}
