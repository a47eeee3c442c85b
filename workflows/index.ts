/** Every function exported here is a workflow type that workers run; names as in `WorkflowType` of contracts. */
export { awardCycle } from './award-cycle.js';
export { stage } from './stage.js';
