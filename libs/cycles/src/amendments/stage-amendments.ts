import type { Fact, SignAmendmentCommand } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { touchedStages, windowChangesOf } from '../move-deadline/amendment.rules.js';
import { hardClose, ladderSteps, toInstant } from '../definition/calendar.js';
import type { Cycle } from '../rows/cycle.entities.js';
import type { DefinitionChange } from '../definition/definition-changes.js';
import type { CycleDefinition, StageDefinition } from '../definition/definition.js';
import { recordMove } from '../move-deadline/move-deadline.service.js';
import { windowsMoved } from '../rows/events.rules.js';
import { nextVersionOf, recordStage, scheduleStage } from '../rows/stage-records.js';
import { Stage } from '../definition/stage.entity.js';
import { stepsOf } from '../definition/window-steps.js';

/** What the rows of a cycle's stages are to follow. */
export interface AmendedDefinition {
  cycle: Cycle;
  after: CycleDefinition;
  revision: number;
  /** Does a stage of this type end in a decision of people? */
  decides: (type: string) => boolean;
}

/** Stages in these states keep the revision they ended by. */
const ENDED = ['released', 'cancelled'];

/**
 * Writes an amendment to the rows of the stages it touches, and makes those it adds; the caller holds all their locks.
 */
export async function amendStages(
  work: Work,
  { cycle, after, revision, decides }: AmendedDefinition,
  changes: DefinitionChange[],
  command: SignAmendmentCommand,
): Promise<void> {
  const rows = await work.em.find(Stage, { cycleId: cycle.id });
  const keys = after.stages.map(({ key }) => key);
  const touched = touchedStages(changes, keys);
  const moves = windowChangesOf(changes);
  for (const [position, definition] of after.stages.entries()) {
    const row = rows.find(({ key }) => key === definition.key);
    if (!row) {
      const place = { cycleId: cycle.id, revision, zone: after.zone, position, decides: decides(definition.type) };
      scheduleStage(work, definition, place);
      continue;
    }
    row.position = position;
    if (!touched.includes(row.key) || ENDED.includes(row.state)) continue;
    const move = moves.find(({ stageKey }) => stageKey === row.key);
    follow(row, definition, revision, changes);
    if (move) recordMove(work, row, move, command);
    else recordStage(work, row, 'amended', command);
  }
}

/** The events of the stages whose windows an amendment would move; the rows stay as they are. */
export function windowsAmended(rows: Stage[], after: CycleDefinition, changes: DefinitionChange[]): Fact[] {
  const moves = windowChangesOf(changes);
  return after.stages.flatMap((definition) => {
    const row = rows.find(({ key }) => key === definition.key);
    const move = moves.find(({ stageKey }) => stageKey === definition.key);
    if (!row || !move || ENDED.includes(row.state)) return [];
    const amended = { ...row };
    follow(amended, definition, row.revision, changes);
    return windowsMoved(nextVersionOf(amended), move, undefined);
  });
}

/** The row as its part of the definition says it now; what the rules let change only. */
function follow(row: Stage, definition: StageDefinition, revision: number, changes: DefinitionChange[]): void {
  const { opens, deadline, grace } = definition.window;
  const isTimed = changes.some(({ pointer }) =>
    /^\/(window\/(opens|deadline|grace)|ladder)/.test(pointer.slice(`/stages/${row.key}`.length)),
  );
  Object.assign(row, { title: definition.title, after: definition.after, releases: definition.release, revision });
  row.steps = stepsOf(definition.window.steps, row.zone);
  if (!isTimed) return;
  if (row.state === 'scheduled') row.opensAt = new Date(opens);
  row.deadlineAt = new Date(deadline);
  row.grace = grace;
  row.hardCloseAt = new Date(hardClose(deadline, grace, row.zone));
  row.deadlineVersion += 1;
  const begins = toInstant(row.openedAt ?? row.opensAt);
  row.ladder = ladderSteps(definition.ladder, deadline, row.zone).filter((step) => step.at > begins);
}
