import type { StageFacts } from '#libs/contracts';
import { Problem } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { type CycleDefinition, stageDefinitionOf } from '../definition/definition.js';
import { nextVersionOf } from '../rows/stage-records.js';
import { ladderSteps, toInstant } from '../definition/calendar.js';
import {
  type WindowedStage,
  type MoveOptions,
  type MoveRefusal,
  type StageMove,
  type WantedWindow,
  planMoves,
} from './move-deadline.rules.js';
import type { Stage } from '../definition/stage.entity.js';
import { stepMovedTo } from '../definition/window-steps.js';

/** A stage's row as the planner sees it. */
export const plannedOf = (stage: Stage): WindowedStage => ({
  key: stage.key,
  title: stage.title,
  state: stage.state,
  after: stage.after,
  opensAt: toInstant(stage.opensAt),
  openedAt: stage.openedAt ? toInstant(stage.openedAt) : null,
  deadlineAt: toInstant(stage.deadlineAt),
  grace: stage.grace,
  steps: stage.steps,
  releases: stage.releases,
  releasedTo: stage.releasedTo,
});

/** Where in a request the window of a stage stands, as a JSON pointer. */
type PointerTo = (refusal: MoveRefusal) => string;

/** What moves when stages of a cycle get the wanted windows. Throws `rule-violated` with the first possible date. */
export function movesFor(
  stages: Stage[],
  wanted: WantedWindow[],
  options: MoveOptions,
  pointer: PointerTo = ({ part }) => `/${part}`,
): StageMove[] {
  const planned = planMoves(stages.map(plannedOf), wanted, options);
  if ('moves' in planned) return planned.moves;
  throw refused(planned.refusal, wanted, pointer(planned.refusal));
}

/** Writes a move to the stage's row; `ladder` holds the steps of the definition, which count from the deadline. */
export function applyMove(stage: Stage, move: StageMove, ladder: string[]): void {
  if (move.opens) stage.opensAt = new Date(move.opens.to);
  if (move.deadline) stage.deadlineAt = new Date(move.deadline.to);
  if (move.hardClose) stage.hardCloseAt = new Date(move.hardClose.to);
  stage.steps = stage.steps.map((step) => {
    const moved = move.steps.find((each) => each.step === step.step);
    return moved ? stepMovedTo(step, moved.to, stage.zone) : step;
  });
  stage.releases = stage.releases.map((step) => ({
    ...step,
    when: move.releases.find(({ audience }) => audience === step.audience)?.to ?? step.when,
  }));
  if (!move.opens && !move.deadline) return;
  stage.deadlineVersion += 1;
  const opens = toInstant(stage.openedAt ?? stage.opensAt);
  stage.ladder = ladderSteps(ladder, toInstant(stage.deadlineAt), stage.zone).filter((step) => step.at > opens);
}

/** The facts of a stage as they would be after a move; its row stays as it is. */
export function factsMoved(stages: Stage[], move: StageMove, definition: CycleDefinition): StageFacts {
  const moved = { ...stages.find(({ key }) => key === move.stageKey)! };
  applyMove(moved, move, stageDefinitionOf(definition, moved.key).ladder);
  return nextVersionOf(moved);
}

function refused(
  { part: _part, why, allowed, ...more }: MoveRefusal,
  wanted: WantedWindow[],
  pointer: string,
): Problem {
  const own = wanted.find(({ stageKey }) => stageKey === more.stageKey);
  const to = own?.deadlineAt ?? own?.steps?.[0]?.deadlineAt;
  const detail = to ? refusal('move.notTo', { to, why }) : refusal('move.notMoved', { why });
  const errors = [{ pointer, message: why, allowed }];
  return new Problem('rule-violated', detail, { errors, ...more });
}
