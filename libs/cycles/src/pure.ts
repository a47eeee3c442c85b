export * from './calendar.js';
export { guangzhouDocument } from './templates/guangzhou.document.js';
export * from './reschedule.rules.js';
export { STEP_NAMES, stepFault } from './window-steps.js';
