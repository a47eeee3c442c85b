export { bothZones, hardClose, isZone, ladderSteps, readInstant } from './definition/calendar.js';
export { guangzhouDocument } from './templates/guangzhou-document.js';
export { refusal } from './refusals.words.js';
export { STEP_NAMES, stepFault } from './definition/window-steps.js';
export { type StageMove, type WindowedStage, planMoves } from './move-deadline/move-deadline.rules.js';
export {
  type CycleCommandName,
  type StageCommandName as TableStageCommand,
  type StageNow,
  nextRelease,
} from './possible/command-table.rules.js';
export { type Refusal, cycleRefusalOf, documentOf, refusalOf } from './possible/refusals.rules.js';
