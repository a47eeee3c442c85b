/** Task queue of every Laureate worker. */
export const TASK_QUEUE = 'laureate';

/** Workflow types; the function names under `workflows/` must be these. */
export const WorkflowType = {
  awardCycle: 'awardCycle',
  stage: 'stage',
  supersession: 'supersession',
  complaint: 'complaint',
  clarification: 'clarification',
  retention: 'retention',
} as const;

/** Input of the workflow `awardCycle`. */
export interface AwardCycleInput {
  cycleId: string;
}
/** Input of the workflow `stage`. */
export interface StageInput {
  cycleId: string;
  stageKey: string;
  programme: string;
}

/** Input of the workflow `supersession`. */
export interface SupersessionInput extends StageInput {
  decisionId: string;
}

/** Input of the workflow `complaint`. */
export interface ComplaintInput {
  cycleId: string;
  stageKey: string;
  complaintId: string;
}

/** Input of the workflow `clarification`. */
export interface ClarificationInput {
  cycleId: string;
  stageKey: string;
  clarificationId: string;
}

/** Workflow id of a cycle. */
export const cycleWorkflowId = (cycleId: string): string => `cycle/${cycleId}`;

/** Workflow id of a stage of a cycle. */
export const stageWorkflowId = (cycleId: string, stageKey: string): string => `cycle/${cycleId}/stage/${stageKey}`;

/** Workflow id of a decision that supersedes another one of its stage. */
export const supersessionWorkflowId = (cycleId: string, stageKey: string, decisionId: string): string =>
  `${stageWorkflowId(cycleId, stageKey)}/supersession/${decisionId}`;

/** Workflow id of a complaint about a decision of a cycle, which may outlive the cycle's own. */
export const complaintWorkflowId = (cycleId: string, complaintId: string): string =>
  `cycle/${cycleId}/complaint/${complaintId}`;

/** Workflow id of a clarification: what a city is asked about one entry. Its cycle is in its search attributes. */
export const clarificationWorkflowId = (clarificationId: string): string => `clarification/${clarificationId}`;

/** Workflow id of the one workflow that ends what names people. */
export const RETENTION_WORKFLOW_ID = 'retention';

/** Names of the custom search attributes, all of type Keyword. */
export const SearchAttribute = {
  programme: 'LaureateProgramme',
  cycle: 'LaureateCycle',
  stage: 'LaureateStage',
  status: 'LaureateStatus',
} as const;
