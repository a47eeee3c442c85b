import type { Instant } from '#libs/contracts';
import { toInstant } from '../definition/calendar.js';
import type { Stage } from '../definition/stage.entity.js';
import { applyMove, movesFor } from '../move-deadline/move-deadline.js';
import type { StageMove } from '../move-deadline/move-deadline.rules.js';

/** The reason of the amendment that a new deadline makes, where none was given. */
export const REOPENED = { code: 'reopened' };

/** Writes to the row that the stage is open again. Returns what its deadline moves. Throws `rule-violated`. */
export function reopen(
  stage: Stage,
  stages: Stage[],
  { deadlineAt, shiftFollowing }: { deadlineAt: Instant; shiftFollowing: boolean },
  { now, zone }: { now: Date; zone: string },
): StageMove[] {
  Object.assign(stage, { state: 'open', closedAt: null });
  return movesFor(stages, [{ stageKey: stage.key, deadlineAt }], { now, zone, shiftFollowing });
}

/** Writes the deadline of a stage that is open again to its row; `ladder` holds the steps of its definition. */
export function applyReopening(stage: Stage, moves: StageMove[], ladder: string[], now: Date): void {
  const move = moves.find(({ stageKey }) => stageKey === stage.key);
  if (move) applyMove(stage, move, ladder);
  // Closed before its deadline, it may keep it; yet whoever was reminded by the old one is told of this one.
  if (!move?.deadline) stage.deadlineVersion += 1;
  stage.ladder = stage.ladder.filter(({ at }) => at > toInstant(now));
}
