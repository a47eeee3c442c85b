import { Injectable } from '@nestjs/common';
import type { CyclePlan, ReopenCommand } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { toInstant } from '../definition/calendar.js';
import { CommandCheckService, cycleNow } from '../possible/command-check.service.js';
import { stageReopened } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { planAfter } from '../rows/cycle-plan.js';
import { definitionInForce, lockCycle } from '../rows/cycle.queries.js';
import { stageDefinitionOf } from '../definition/definition.js';
import { REOPENED, applyReopening, reopen } from './reopening.js';
import { applyMove } from '../move-deadline/move-deadline.js';
import { recordMove } from '../move-deadline/move-deadline.service.js';
import { adoptMoves } from '../move-deadline/revisions.js';
import { lockStages } from '../rows/stage-lock.js';
import { StageRecord } from '../rows/cycle.entities.js';
import { recordStage } from '../rows/stage-records.js';
import type { Stage } from '../definition/stage.entity.js';

/** Opens closed stages again, until their decision is certified. */
@Injectable()
export class StageReopeningService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly commands: CommandCheckService,
  ) {}

  /**
   * A stage that has closed is open again, with a new deadline, unless its decision is certified or
   * a stage that comes after it has opened; `before` is what else must happen or may refuse in the
   * same transaction. Safe to repeat. Throws `not-found`, `paused`, `conflict`, `rule-violated`
   * with the first possible date of what the deadline would run over.
   */
  reopen(
    context: WorkContext,
    cycleId: string,
    command: ReopenCommand,
    before: (work: Work, stage: Stage) => Promise<void>,
  ): Promise<CyclePlan> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      const { stages, clock } = await lockStages(work, cycleId);
      const isDone = await work.em.count(StageRecord, { cycleId, commandId: command.commandId });
      if (isDone) return planAfter(work, cycle, stages, command);
      const stage = stages.find(({ key }) => key === command.stageKey);
      if (!stage) throw new Problem('not-found', refusal('stage.none', { stageKey: command.stageKey }));
      await this.commands.requirePossible(work.em, 'reopen', stage, { stages, cycle: cycleNow(cycle) });
      await before(work, stage);

      const from = toInstant(stage.deadlineAt);
      const { shiftFollowing = false } = command;
      const wanted = { deadlineAt: toInstant(new Date(command.deadlineAt)), shiftFollowing };
      const moves = reopen(stage, stages, wanted, { now: clock, zone: cycle.zone });
      const definition = await definitionInForce(work.em, cycle);
      const ladderOf = (key: string) => stageDefinitionOf(definition, key).ladder;
      if (moves.length > 0) {
        adoptMoves(work, cycle, { before: definition, stages, moves }, command.reason ?? REOPENED);
      }
      for (const move of moves) {
        const moved = stages.find(({ key }) => key === move.stageKey)!;
        moved.revision = cycle.revision;
        if (moved === stage) continue;
        applyMove(moved, move, ladderOf(moved.key));
        recordMove(work, moved, move, command);
      }
      applyReopening(stage, moves, ladderOf(stage.key), clock);
      tell(work, cycleId, stageReopened(recordStage(work, stage, 'reopened', command), from, command.reason));
      return planAfter(work, cycle, stages, command);
    });
  }
}
