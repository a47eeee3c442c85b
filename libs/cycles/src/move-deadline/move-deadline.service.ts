import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Fact, Instant, MoveDeadlineCommand, StageFacts, StageRef, WindowStepKey } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import type { WindowChange } from './amendment.rules.js';
import { bothZones, toInstant } from '../definition/calendar.js';
import { clockOf, definitionInForce, requireCycle } from '../rows/cycle.queries.js';
import type { Cycle } from '../rows/cycle.entities.js';
import { windowsMoved } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { CommandCheckService, cycleNow, requirePossibleInCycle } from '../possible/command-check.service.js';
import { type CycleDefinition, digestOf, stageDefinitionOf } from '../definition/definition.js';
import { applyMove, factsMoved, movesFor } from './move-deadline.js';
import { type CycleToMove, lockToMove, writeMoved, writeRevision } from './move-deadline.queries.js';
import type { StageMove } from './move-deadline.rules.js';
import { adoptMoves, amendmentOfMoves } from './revisions.js';
import { inLockOrder } from '../rows/stage-lock.js';
import { nextVersionOf, recordStage, stageRecordOf } from '../rows/stage-records.js';
import { Stage } from '../definition/stage.entity.js';
import { stepName } from '../definition/window-steps.js';

/** Where a deadline is to be moved. */
export interface DeadlineWish {
  deadlineAt: Instant;
  /** One of the further deadlines of the stage; left out for the stage's own. */
  step?: WindowStepKey | undefined;
  shiftFollowing: boolean;
}

/** What would move, every old and new instant of it; the digest stands for having read it. */
export interface MovePreview {
  moves: StageMove[];
  digest: string;
  /** The events it would publish. */
  facts: Fact[];
}

/** The row of the table of commands that a wish falls under. */
const commandOf = ({ step }: { step?: WindowStepKey | undefined }) => (step ? 'moveStep' : 'moveDeadline');

/** Stages that have nothing left to happen. */
const ENDED = ['released', 'cancelled'];

/** Moves windows of a published cycle: one stage's deadline, or with it the windows of all stages that follow. */
@Injectable()
export class MoveDeadlineService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly commands: CommandCheckService,
  ) {}

  /**
   * What a new deadline would move; nothing is changed. Throws `not-found`, `conflict` unless the
   * cycle runs, `rule-violated` with the first possible date.
   */
  preview(ref: StageRef, wish: DeadlineWish): Promise<MovePreview> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, ref.cycleId);
      requirePossibleInCycle(commandOf(wish), cycle, ref.stageKey);
      const stages = await em.find(Stage, { cycleId: ref.cycleId }, { orderBy: { position: 'asc' } });
      const now = new Date(await clockOf(em));
      await this.requirePossible(em, cycle, stages, { ...ref, ...wish });
      const moves = movesOf(cycle, stages, { ...ref, ...wish }, now);
      const definition = await definitionInForce(em, cycle);
      return { moves, digest: digestOf(moves), facts: factsOfMoves(cycle, { definition, stages, moves }) };
    });
  }

  /**
   * Moves the published deadline of a stage that has not closed, or one of its further deadlines,
   * as an amendment signed by whoever commands it; with `shiftFollowing` the windows of all that
   * follow too, exactly as the preview of that digest said. Returns every stage that moved, the
   * named one first; repeated, what the command committed before. Throws `paused`, `conflict`,
   * `rule-violated`.
   */
  move(context: WorkContext, ref: StageRef, command: MoveDeadlineCommand): Promise<StageFacts[]> {
    const { cycleId, stageKey } = ref;
    const { shiftFollowing = false, commandId } = command;
    return this.unitOfWork.run(context, async (work) => {
      let found = await lockToMove(work, cycleId, shiftFollowing ? [] : [stageKey], commandId);
      if (found.committed.length > 0) return found.committed.toSorted(namedFirst(stageKey));
      requirePossibleInCycle(commandOf(command), found.cycle, stageKey);
      if (shiftFollowing) {
        const live = inLockOrder(found.stages).filter(({ state }) => !ENDED.includes(state));
        const keys = live.map(({ key }) => key);
        found = await lockToMove(work, cycleId, keys, commandId);
      }
      const { step } = command;
      const wanted = { ...ref, step, deadlineAt: toInstant(new Date(command.deadlineAt)), shiftFollowing };
      await this.requirePossible(work.em, found.cycle, found.stages, wanted);
      const moves = movesOf(found.cycle, found.stages, wanted, found.clock);
      if (shiftFollowing && digestOf(moves) !== command.previewDigest) {
        throw new Problem('conflict', refusal('move.otherThanPreview'));
      }
      const facts = this.commit(work, { ...found, moves }, command);
      return facts.toSorted(namedFirst(stageKey));
    });
  }

  private async requirePossible(
    em: SqlEntityManager,
    cycle: Cycle,
    stages: Stage[],
    wish: DeadlineWish & StageRef,
  ): Promise<void> {
    const stage = stages.find(({ key }) => key === wish.stageKey);
    if (stage) await this.commands.requirePossible(em, commandOf(wish), stage, { stages, cycle: cycleNow(cycle) });
  }

  private commit(
    work: Work,
    { cycle, definition, stages, moves }: CycleToMove & { moves: StageMove[] },
    command: MoveDeadlineCommand,
  ): StageFacts[] {
    const reason = command.reason ?? MOVED;
    const revision = adoptMoves(work, cycle, { before: definition, stages, moves }, reason);
    writeRevision(work, cycle);
    return moves.map((move) => {
      const stage = stages.find(({ key }) => key === move.stageKey)!;
      applyMove(stage, move, stageDefinitionOf(definition, stage.key).ladder);
      stage.revision = revision;
      const facts = nextVersionOf(stage);
      writeMoved(work, stage, stageRecordOf(work, facts, 'deadline-moved', command));
      tell(work, stage.cycleId, ...windowsMoved(facts, move, command.reason));
      return facts;
    });
  }
}

/** The record and events of a stage whose window moved. */
export function recordMove(work: Work, stage: Stage, change: WindowChange, command: Mover): StageFacts {
  const facts = recordStage(work, stage, 'deadline-moved', command);
  tell(work, stage.cycleId, ...windowsMoved(facts, change, command.reason));
  return facts;
}

/** Whose command moves windows, and why. */
type Mover = Pick<MoveDeadlineCommand, 'commandId' | 'actorId' | 'reason'>;

/** The reason of the amendment that a moved deadline makes, where none was given. */
const MOVED = { code: 'deadline-moved' };

/** What moving windows publishes, of the rows as they would be; nothing is changed. */
function factsOfMoves(
  cycle: Cycle,
  { definition, stages, moves }: { definition: CycleDefinition; stages: Stage[]; moves: StageMove[] },
): Fact[] {
  const { fact } = amendmentOfMoves(cycle, { before: definition, stages, moves }, MOVED);
  return [fact, ...moves.flatMap((move) => windowsMoved(factsMoved(stages, move, definition), move, undefined))];
}

function movesOf(
  { zone }: Cycle,
  stages: Stage[],
  { stageKey, step, deadlineAt, shiftFollowing }: DeadlineWish & Pick<StageRef, 'stageKey'>,
  now: Date,
): StageMove[] {
  const stage = stages.find(({ key }) => key === stageKey);
  if (!stage) throw new Problem('not-found', refusal('stage.none', { stageKey }));
  if (step && !stage.steps.some((each) => each.step === step)) throw noSuchStep(stage, step);
  const wanted = step ? { stageKey, steps: [{ step, deadlineAt }] } : { stageKey, deadlineAt };
  const moves = movesFor(stages, [wanted], { now, zone, shiftFollowing });
  if (moves.length > 0) return moves;
  throw new Problem('conflict', refusal('move.already', { deadline: bothZones(deadlineAt, zone) }));
}

/** The definition gives the stage no such deadline; an amendment can. */
export function noSuchStep({ title, steps }: Stage, step: WindowStepKey): Problem {
  const detail = refusal('move.noStep', { title, step: stepName(step) });
  return new Problem('not-found', detail, { step, steps: steps.map((each) => each.step) });
}

const namedFirst =
  (stageKey: string) =>
  (a: StageFacts, b: StageFacts): number =>
    Number(b.stageKey === stageKey) - Number(a.stageKey === stageKey);
