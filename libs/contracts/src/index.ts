export type { Audience, Fact } from './events/audience.js';
export { EVENTS, type EventData, type EventType, type LaureateEvent } from './events/event-types.js';
export { TOPICS, type Topic } from './events/event.js';
export {
  type Adjustment,
  type DecisionInputs,
  type EntryOutcome,
  OUTCOMES,
  type Outcome,
  type Proposal,
  SUPERSESSION_KINDS,
  type SupersessionKind,
} from './vocabulary/decision.js';
export { EXPORT_FORMATS, type ExportFormat } from './vocabulary/exports.js';
export { LANGUAGES, type Language } from './vocabulary/languages.js';
export type { MailFacts } from './vocabulary/mail-facts.js';
export {
  type FieldError,
  PROBLEMS,
  type ProblemCode,
  type ProblemDocument,
  problemCode,
  problemTitle,
} from './vocabulary/problems.js';
export type { Said, SaidArgument } from './vocabulary/said.js';
export { CITY_ROLES, type CityRole, ROLES, type Role } from './vocabulary/roles.js';
export {
  type Activities,
  type ClarificationActivities,
  type ClarificationRef,
  type ComplaintActivities,
  type ComplaintRef,
  type CycleActivities,
  type DecisionActivities,
  FailureType,
  type Parked,
  type RetentionActivities,
  type RetentionRound,
  type StageRef,
  type SupersessionActivities,
  type SupersessionRef,
} from './workflows/activities.js';
export {
  AMENDMENT_KINDS,
  AMENDMENT_STATES,
  type AmendmentCommitted,
  type AmendmentKind,
  type AmendmentState,
  type SignAmendmentCommand,
} from './workflows/amendments.js';
export {
  type Command,
  type MoveDeadlineCommand,
  QueryName,
  type ReasonRef,
  type ReleaseCommand,
  type ReopenCommand,
  type ResumeCommand,
  type SignCommand,
  SignalName,
  type StageCommand,
  UpdateName,
} from './workflows/commands.js';
export {
  type AwardCycleInput,
  type ClarificationInput,
  type ComplaintInput,
  RETENTION_WORKFLOW_ID,
  SearchAttribute,
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
  CYCLE_STATUSES,
  type ClarificationFacts,
  type ClarificationState,
  type ComplaintFacts,
  type CyclePlan,
  type CycleStatus,
  DECISION_STATES,
  type DecisionFacts,
  type DecisionState,
  type Instant,
  type LadderStep,
  RELEASE_AUDIENCES,
  type ReleaseAudience,
  type ReleaseStep,
  STAGE_STATES,
  type Signature,
  type StageDecision,
  type StageFacts,
  type StageState,
  WINDOW_STEPS,
  type WindowStep,
  type WindowStepKey,
} from './workflows/stage-facts.js';
