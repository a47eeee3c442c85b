export type {
  Adjustment,
  DecisionInputs,
  EntryOutcome,
  Outcome,
  Proposal,
  SupersessionKind,
} from './vocabulary/decision.js';
export { LANGUAGES, type Language, knownLanguage, languageOf, preferredLanguage } from './vocabulary/languages.js';
export type { MailFacts } from './vocabulary/mail-facts.js';
export {
  type FieldError,
  PROBLEM_BASE,
  type ProblemCode,
  type ProblemDocument,
  problemCode,
  problemDocument,
  problemTexts,
} from './vocabulary/problems.js';
export type { Said, SaidArgument } from './vocabulary/said.js';
export { CITY_ROLES, type CityRole, ROLES, type Role } from './vocabulary/roles.js';
export {
  type Activities,
  type ClarificationRef,
  type ComplaintRef,
  FailureType,
  type RetentionRound,
  type StageRef,
  type SupersessionRef,
} from './workflows/activities.js';
export type { AmendmentCommitted, SignAmendmentCommand } from './workflows/amendments.js';
export {
  type Command,
  type MoveDeadlineCommand,
  QueryName,
  type ReleaseCommand,
  type ReopenCommand,
  type ResumeCommand,
  type SignCommand,
  SignalName,
  type StageCommand,
  UpdateName,
  type Updates,
} from './workflows/commands.js';
export {
  type AwardCycleInput,
  type ClarificationInput,
  type ComplaintInput,
  RETENTION_WORKFLOW_ID,
  SearchAttribute,
  type StageInput,
  type SupersessionInput,
  TASK_QUEUE,
  WorkflowType,
  clarificationWorkflowId,
  complaintWorkflowId,
  cycleWorkflowId,
  stageWorkflowId,
  supersessionWorkflowId,
} from './workflows/ids.js';
export {
  CLARIFICATION_STATES,
  type ClarificationFacts,
  type ClarificationState,
  type ComplaintFacts,
  type CyclePlan,
  type CycleStatus,
  type DecisionFacts,
  type DecisionState,
  type Instant,
  type LadderStep,
  type PlannedStage,
  type ReleaseAudience,
  type ReleaseStep,
  type Signature,
  type StageDecision,
  type StageFacts,
  type StageState,
  WINDOW_STEPS,
  type WindowStep,
  type WindowStepKey,
} from './workflows/stage-facts.js';
