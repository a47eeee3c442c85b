import { Injectable } from '@nestjs/common';
import type { CyclePlan, ReopenCommand } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { refusePausedCycle } from '../rows/stage-problems.js';
import { refuseReopening, refuseUnlessPublished } from '../rows/command-preconditions.js';
import { planAfter } from '../rows/cycle-plan.js';
import { definitionInForce, lockCycle } from '../rows/cycle.queries.js';
import { stageDefinitionOf } from '../definition/definition.js';
import { applyMove, movesFor } from '../move-deadline/move-deadline.js';
import { recordMove } from '../move-deadline/move-deadline.service.js';
import { adoptMoves } from '../move-deadline/revisions.js';
import { lockStages } from '../rows/stage-lock.js';
import { StageRecord } from '../rows/cycle.entities.js';
import { recordStage } from '../rows/stage-records.js';
import type { Stage } from '../definition/stage.entity.js';

/** The reason of the amendment that a new deadline makes, where none was given. */
const REOPENED = { code: 'reopened' };

/** Opens closed stages again, until their decision is certified. */
@Injectable()
export class StageReopeningService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

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
      refuseUnlessPublished(cycle, 'No stage can be reopened');
      refusePausedCycle(cycle);
      const stage = stages.find(({ key }) => key === command.stageKey);
      if (!stage) throw new Problem('not-found', `This cycle has no stage "${command.stageKey}".`);
      refuseReopening(stage, stages);
      await before(work, stage);

      const from = toInstant(stage.deadlineAt);
      Object.assign(stage, { state: 'open', closedAt: null });
      const { shiftFollowing = false } = command;
      const wanted = [{ stageKey: stage.key, deadlineAt: toInstant(new Date(command.deadlineAt)) }];
      const moves = movesFor(stages, wanted, { now: clock, zone: cycle.zone, shiftFollowing });
      const definition = await definitionInForce(work.em, cycle);
      if (moves.length > 0) {
        adoptMoves(work, cycle, { before: definition, stages, moves }, command.reason ?? REOPENED);
      }
      for (const move of moves) {
        const moved = stages.find(({ key }) => key === move.stageKey)!;
        applyMove(moved, move, stageDefinitionOf(definition, moved.key).ladder);
        moved.revision = cycle.revision;
        if (moved !== stage) recordMove(work, moved, move, command);
      }
      // Closed before its deadline, it may keep it; yet whoever was reminded by the old one hears of this one.
      if (!moves.some(({ stageKey, deadline }) => stageKey === stage.key && deadline)) stage.deadlineVersion += 1;
      stage.ladder = stage.ladder.filter(({ at }) => at > toInstant(clock));
      const { version, deadlineVersion, deadlineAt } = recordStage(work, stage, 'reopened', command);
      work.emit({
        type: 'laureate.stage.reopened.v1',
        subject: cycleId,
        data: {
          cycleId,
          stageKey: stage.key,
          version,
          deadlineVersion,
          from,
          to: deadlineAt,
          reasonCode: command.reason?.code ?? null,
        },
      });
      return planAfter(work, cycle, stages, command);
    });
  }
}
