/** Task queue of every Laureate worker. */
export const TASK_QUEUE = 'laureate';

/** Workflow types; the function names under `workflows/` must be these. */
export const WorkflowType = { awardCycle: 'awardCycle', stage: 'stage' } as const;

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

/** Workflow id of a cycle. */
export const cycleWorkflowId = (cycleId: string): string => `cycle/${cycleId}`;

/** Workflow id of a stage of a cycle. */
export const stageWorkflowId = (cycleId: string, stageKey: string): string => `cycle/${cycleId}/stage/${stageKey}`;

/** Names of the custom search attributes, all of type Keyword. */
export const SearchAttribute = {
  programme: 'LaureateProgramme',
  cycle: 'LaureateCycle',
  stage: 'LaureateStage',
  status: 'LaureateStatus',
} as const;
