/** Every function exported here is a workflow type that workers run; names as in `WorkflowType` of contracts. */
export { awardCycle } from './cycle/award-cycle.js';
export { clarification } from './clarification/clarification.js';
export { complaint } from './complaint/complaint.js';
export { retention } from './retention/retention.js';
export { stage } from './stage/stage.js';
export { supersession } from './supersession/supersession.js';
