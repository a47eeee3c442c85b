export { bothZones, hardClose, isZone, ladderSteps, readInstant } from './definition/calendar.js';
export { guangzhouDocument } from './templates/guangzhou-document.js';
export { STEP_NAMES, stepFault } from './definition/window-steps.js';
export { type StageMove, type WindowedStage, planMoves } from './move-deadline/move-deadline.rules.js';
