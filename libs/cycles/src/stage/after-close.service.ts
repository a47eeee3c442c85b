import { Injectable } from '@nestjs/common';
import type { StageFacts, StageRef } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { requireStage, stageContextOf } from '../rows/cycle.queries.js';
import { StageHandlers } from '../rows/stage-types.js';
import { Stage } from '../definition/stage.entity.js';

/**
 * Knows until when something may still come into a stage that has closed, by the extensions that were granted for it.
 */
@Injectable()
export class AfterCloseService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * The facts of a stage, with the instants to ask again at while something may still come in after
   * its close. Reminds those who are to be reminded by now; in a paused stage nobody.
   */
  async ask(context: WorkContext, facts: StageFacts): Promise<StageFacts> {
    if (facts.state !== 'closing') return facts;
    return this.unitOfWork.run(context, async (work) => {
      const stageContext = await stageContextOf(work.em, await requireStage(work.em, facts));
      const more = await this.handlers.of(facts.type).afterClose?.(work, stageContext);
      if (!more) return facts;
      const { until, remindAt } = more;
      return { ...facts, mayComeInUntil: until, ...(remindAt && remindAt < until && { askAgainAt: remindAt }) };
    });
  }

  /** The closed stages of a cycle that wait for what may still come in, or have just closed. */
  waiting(cycleId: string): Promise<StageRef[]> {
    return this.unitOfWork.read(async (em) => {
      const closing = await em.find(Stage, { cycleId, state: 'closing', pausedAt: null }, { fields: ['key', 'type'] });
      const asked = closing.filter(({ type }) => this.handlers.of(type).afterClose);
      return asked.map(({ key: stageKey }) => ({ cycleId, stageKey }));
    });
  }
}
