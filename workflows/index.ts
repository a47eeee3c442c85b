/** Every function exported here is a workflow type that workers run; names as in `WorkflowType` of contracts. */
export { awardCycle } from './award-cycle.js';
export { clarification } from './clarification.js';
export { complaint } from './complaint.js';
export { retention } from './retention.js';
export { stage } from './stage.js';
export { supersession } from './supersession.js';
