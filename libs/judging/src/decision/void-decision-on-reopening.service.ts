import { Injectable } from '@nestjs/common';
import type { CyclePlan, ReopenCommand } from '#libs/contracts';
import { StageReopeningService, StageHandlers, stageContextOf } from '#libs/cycles';
import type { WorkContext } from '#libs/platform';
import { ownDecision } from './decision-facts.queries.js';

/** Opens a closed stage again: what was proposed is void, and so is every signature under it. */
@Injectable()
export class VoidDecisionOnReopeningService {
  constructor(
    private readonly reopenings: StageReopeningService,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * Throws what `StageReopeningService.reopen` does, and `conflict` where the type of the stage
   * cannot be judged once more.
   */
  reopen(context: WorkContext, cycleId: string, command: ReopenCommand): Promise<CyclePlan> {
    return this.reopenings.reopen(context, cycleId, command, async (work, stage) => {
      await this.handlers.of(stage.type).refuseReopening?.(work.em, await stageContextOf(work.em, stage));
      const decision = await ownDecision(work.em, { cycleId, stageKey: stage.key });
      if (decision) decision.voidUntil = decision.proposalVersion;
    });
  }
}
