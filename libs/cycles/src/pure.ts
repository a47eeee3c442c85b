export * from './definition/calendar.js';
export { guangzhouDocument } from './definition/templates/guangzhou-document.js';
export * from './move-deadline/move-deadline.rules.js';
export { STEP_NAMES, stepFault } from './definition/window-steps.js';
