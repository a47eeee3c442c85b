import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageFacts, StageRef } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { requireStage, stageInHand } from '../rows/cycle.queries.js';
import { factsOf } from '../rows/stage-facts.js';
import { lockStage, refusePaused } from '../rows/stage-lock.js';
import type { StageInHand } from '../definition/stage-type.js';
import { StageHandlers } from '../rows/stage-types.js';
import { StageService } from './stage.service.js';
import { Stage } from '../definition/stage.entity.js';

/** Why a stage closed before its deadline by itself. */
export const NOTHING_OWED = { code: 'nothing-owed' };

/** Closes stages before their deadline when nobody owes anything in them any more, where the definition allows it. */
@Injectable()
export class EarlyClosingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
    private readonly stages: StageService,
  ) {}

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
      return stage.state === 'closing' && this.owesNothing(await stageInHand(em, stage), em);
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
    const hand = await stageInHand(em, stage);
    if (!hand.stageDefinition.closesEarly) return false;
    return this.owesNothing(hand, em);
  }

  private async owesNothing(hand: StageInHand, em: SqlEntityManager): Promise<boolean> {
    return (await this.handlers.of(hand.stage.type).nothingOwed?.(em, hand)) ?? false;
  }
}

/** Events after which somebody may owe nothing more in the stage they name. */
export const MAY_OWE_NOTHING = [
  'laureate.review.submitted.v1',
  'laureate.ballot.cast.v1',
  'laureate.recusal.declared.v1',
  'laureate.eligibility.checked.v1',
  'laureate.assignments.made.v1',
  'laureate.assignment.taken-over.v1',
  'laureate.panel.seated.v1',
] as const;

/**
 * Events after which nothing may be owed in some stage of the cycle they name: what that stage is
 * about, or waits for, has changed.
 */
export const MAY_SETTLE_STAGES = [
  // An entry that is gone has to be checked or judged by nobody.
  'laureate.entry.withdrawn.v1',
  // Nothing more comes in. A call closes when the last extension of one of its cities has lapsed.
  'laureate.stage.closed.v1',
  'laureate.stage.decided.v1',
  // It takes entries out of later stages, and what was owed of them.
  'laureate.decision.superseded.v1',
] as const;
