import { Injectable } from '@nestjs/common';
import type { StageFacts, StageRef } from '#libs/contracts';
import { UnitOfWork } from '#libs/platform';
import { requireStage, stageInHand } from './cycle.queries.js';
import { StageHandlers } from './stage-types.js';
import { Stage } from './stage.entity.js';

/** Knows until when something may still come into a stage that has closed, by the extensions that were granted for it. */
@Injectable()
export class AfterCloseService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
  ) {}

  /** The facts of a stage, with the next instant to ask again at while something may still come in after its close. */
  async ask(facts: StageFacts): Promise<StageFacts> {
    if (facts.state !== 'closing') return facts;
    return this.unitOfWork.read(async (em) => {
      const hand = await stageInHand(em, await requireStage(em, facts));
      const until = await this.handlers.of(facts.type).mayStillComeIn?.(em, hand);
      return until ? { ...facts, mayComeInUntil: until } : facts;
    });
  }

  /** The closed stages of a cycle that wait for what may still come in, or have just closed. */
  waiting(cycleId: string): Promise<StageRef[]> {
    return this.unitOfWork.read(async (em) => {
      const closing = await em.find(Stage, { cycleId, state: 'closing', pausedAt: null }, { fields: ['key', 'type'] });
      const asked = closing.filter(({ type }) => this.handlers.of(type).mayStillComeIn);
      return asked.map(({ key: stageKey }) => ({ cycleId, stageKey }));
    });
  }
}
