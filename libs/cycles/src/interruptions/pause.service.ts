import { Injectable } from '@nestjs/common';
import { type Command, type CyclePlan, type Instant, type ResumeCommand, type WindowStepKey } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { toInstant } from '../definition/calendar.js';
import { requirePossibleInCycle } from '../possible/command-check.service.js';
import { cyclePaused } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { planAfter } from '../rows/cycle-plan.js';
import { definitionInForce, lockCycle } from '../rows/cycle.queries.js';
import { adoptMoves } from '../move-deadline/revisions.js';
import { type Cycle, Pause, StageRecord } from '../rows/cycle.entities.js';
import { stageDefinitionOf } from '../definition/definition.js';
import { lockStages } from '../rows/stage-lock.js';
import { recordStage } from '../rows/stage-records.js';
import type { IndividualMove } from '../definition/stage-answers.js';
import { StageHandlers } from '../rows/stage-types.js';
import { windowsAfterPause } from './pause.rules.js';
import type { StageMove } from '../move-deadline/move-deadline.rules.js';
import { applyMove, movesFor, plannedOf } from '../move-deadline/move-deadline.js';
import { noSuchStep } from '../move-deadline/move-deadline.service.js';
import { factsOf, hasEnded } from '../rows/stage-facts.js';
import type { Stage } from '../definition/stage.entity.js';
import { isStepToCome } from '../definition/window-steps.js';

/** The reason of the amendment that the new windows make, where none was given. */
const RESUMED = { code: 'resumed' };

/** What is given when a cycle is resumed: see `ResumeCommand`. */
export type GivenWindows = Pick<ResumeCommand, 'deadlines' | 'shiftFollowing'>;

/**
 * Pauses and resumes cycles. The cycle's row is the truth; its live stages carry the same instant,
 * so that whoever holds a stage's lock knows. Each is one transaction over the cycle's row and the
 * locks of all stages, and safe to repeat.
 */
@Injectable()
export class PauseService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
  ) {}

  /** Pauses a cycle: what began before is in, everything after is refused. Throws `conflict` unless it runs. */
  pause(context: WorkContext, cycleId: string, command: Command): Promise<CyclePlan> {
    return this.change(context, cycleId, command, async (work, cycle, stages, clock) => {
      requirePossibleInCycle('pause', cycle);
      cycle.pausedAt = clock;
      const at = toInstant(clock);
      const number = (await work.em.count(Pause, { cycleId })) + 1;
      const { code = null, textDigest = null } = command.reason ?? {};
      const began = {
        cycleId,
        number,
        pausedAt: clock,
        pausedBy: work.actor.id,
        reasonCode: code,
        reasonDigest: textDigest,
      };
      work.em.create(Pause, began, { persist: true });
      for (const stage of stages.filter((each) => !hasEnded(factsOf(each)) || takesMaterial(each, at))) {
        stage.pausedAt = clock;
        recordStage(work, stage, 'paused', command);
      }
      tell(work, cycleId, cyclePaused(cycleId, { number, at }, command.reason));
    });
  }

  /**
   * Ends a pause: windows move by its length, or as given, and with them releases still to come.
   * Throws `conflict` unless the cycle is paused, `rule-violated` naming the first possible date
   * when a new window runs over what comes after it.
   */
  resume(context: WorkContext, cycleId: string, command: ResumeCommand): Promise<CyclePlan> {
    return this.change(context, cycleId, command, async (work, cycle, stages, clock) => {
      const moves = movesOf(cycle, stages, clock, command);
      const definition = await definitionInForce(work.em, cycle);
      const pause = await work.em.findOneOrFail(Pause, { cycleId, resumedAt: null });
      cycle.pausedAt = null;
      const { code = null, textDigest = null } = command.reason ?? {};
      work.em.assign(pause, {
        resumedAt: clock,
        resumedBy: work.actor.id,
        resumeReasonCode: code,
        resumeReasonDigest: textDigest,
      });
      if (moves.length > 0) adoptMoves(work, cycle, { before: definition, stages, moves }, command.reason ?? RESUMED);
      const stepped: (StageMove['steps'][number] & { stageKey: string })[] = [];
      for (const stage of stages) {
        const move = moves.find(({ stageKey }) => stageKey === stage.key);
        if (!stage.pausedAt && !move) continue;
        stage.pausedAt = null;
        if (move) {
          stepped.push(...move.steps.map((step) => ({ stageKey: stage.key, ...step })));
          applyMove(stage, move, stageDefinitionOf(definition, stage.key).ladder);
          stage.revision = cycle.revision;
        }
        recordStage(work, stage, 'resumed', command);
      }
      const moved = moves.flatMap(({ stageKey, deadline }) => {
        const { deadlineVersion } = stages.find(({ key }) => key === stageKey)!;
        return deadline ? [{ stageKey, deadlineVersion, ...deadline }] : [];
      });
      const pausedAt = toInstant(pause.pausedAt);
      const own: IndividualMove[] = [];
      for (const stage of stages)
        for (const deadlines of this.handlers.individualDeadlines(stage)) {
          const ended = { cycleId, stageKey: stage.key, from: pausedAt, to: toInstant(clock) };
          own.push(...(await deadlines.resumed(work, ended)));
        }
      work.emit({
        type: 'laureate.cycle.resumed.v1',
        subject: cycleId,
        data: {
          cycleId,
          number: pause.number,
          pausedAt,
          at: toInstant(clock),
          moved,
          ...(stepped.length > 0 && { steps: stepped }),
          own,
          reasonCode: code,
        },
      });
    });
  }

  /**
   * One change of the cycle and its stages, under the locks of all; the cycle's row first, so that there is one order.
   */
  private change(
    context: WorkContext,
    cycleId: string,
    command: Command,
    act: (work: Work, cycle: Cycle, stages: Stage[], clock: Date) => Promise<void>,
  ): Promise<CyclePlan> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      const { stages, clock } = await lockStages(work, cycleId);
      const before = await work.em.count(StageRecord, { cycleId, commandId: command.commandId });
      if (before === 0) {
        await act(work, cycle, stages, clock);
        cycle.version += 1;
      }
      return planAfter(work, cycle, stages, command);
    });
  }
}

/** Has the stage ended, and still takes supporting material? A pause stops that, too. */
const takesMaterial = ({ state, steps }: Stage, now: Instant): boolean =>
  state === 'decided' && steps.some((step) => step.step === 'supportingMaterial' && isStepToCome(step, now));

/** What moves when the cycle is resumed now. Throws `conflict`, `not-found`, `rule-violated`. */
export function movesOf(cycle: Cycle, stages: Stage[], now: Date, given: GivenWindows): StageMove[] {
  requirePossibleInCycle('resume', cycle);
  const { zone } = cycle;
  const { deadlines = [], shiftFollowing = false } = given;
  for (const { stageKey, step } of deadlines) {
    const stage = stages.find(({ key }) => key === stageKey);
    if (!stage) throw new Problem('not-found', refusal('stage.none', { stageKey }));
    if (step && !stage.steps.some((each) => each.step === step)) throw noSuchStep(stage, step);
  }
  const pause = { from: toInstant(cycle.pausedAt!), to: toInstant(now) };
  const wanted = windowsAfterPause(stages.map(plannedOf), pause, deadlines);
  return movesFor(stages, wanted, { now, zone, shiftFollowing, pause }, ({ stageKey, step }) => {
    const at = (of?: WindowStepKey) => deadlines.findIndex((each) => each.stageKey === stageKey && each.step === of);
    const index = step && at(step) >= 0 ? at(step) : at();
    return index < 0 ? '/deadlines' : `/deadlines/${index}/deadlineAt`;
  });
}
