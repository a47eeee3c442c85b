export type { AmendmentView } from './amendments/amendment-views.js';
export { amendmentAudiences } from './amendments/amendment.audiences.js';
export { AmendmentService } from './amendments/amendment.service.js';
export { CommandAnswers } from './commands/command-answers.js';
export { CommandPreviewService } from './commands/command-preview.service.js';
export { type CommandRequest, CommandService, type CommandView } from './commands/command.service.js';
export { CycleContextService, type StageMailFacts } from './cycle/cycle-context.service.js';
export { CycleRunService } from './cycle/cycle-run.service.js';
export { CycleStatusService } from './cycle/cycle-status.service.js';
export type { CycleView } from './cycle/cycle-views.js';
export { CycleService } from './cycle/cycle.service.js';
export { type TitledStage, lateness } from './cycle/lateness.rules.js';
export { LatenessService } from './cycle/lateness.service.js';
export { PlanningService } from './cycle/planning.service.js';
export { OwedService } from './cycle/owed.service.js';
export { stageAudiences } from './cycle/stage.audiences.js';
export { type CycleProgressView, ProgressService } from './cycle/progress.service.js';
export { cyclesAudiences } from './cycles.audiences.js';
export { CycleCommandsModule, CyclesModule } from './cycles.module.js';
export {
  type CityInstant,
  type ZonedInstant,
  bothZones,
  hardClose,
  isDuration,
  isZone,
  ladderSteps,
  laterBy,
  toInstant,
  zoned,
  zonedForCity,
} from './definition/calendar.js';
export { ceremony } from './definition/ceremony.js';
export { type CheckedDefinition, checkDefinition } from './definition/definition-check.js';
export {
  type CycleDefinition,
  type CycleDocument,
  type StageDefinition,
  definitionDigest,
  signatureOf,
  stageDefinitionOf,
} from './definition/definition.js';
export { shiftDefinition } from './definition/shift-definition.js';
export type {
  AfterClose,
  DefinitionProblem,
  EntriesChanged,
  IndividualDeadlines,
  Recused,
  StageHandler,
  StageContext,
  StageType,
} from './definition/stage-type.js';
export {
  EXPECTED_FROM,
  type ExpectedEntries,
  type IndividualMove,
  type Intake,
  type Owing,
  type Panel,
  type PauseEnd,
  type ProgressCount,
} from './definition/stage-answers.js';
export type {
  RehearsedEntry,
  RehearsedMail,
  RehearsedOutcome,
  RehearsedOwing,
  RehearsedPerson,
  RehearsedStage,
  RehearsedSubmission,
  StageRehearsal,
} from './definition/stage-rehearsal.js';
export { type StageTypeWords, mailKinds, stageWords } from './definition/stage-words.js';
export { Stage } from './definition/stage.entity.js';
export { guangzhouTemplate } from './templates/guangzhou.js';
export { CommandCheckup, workflowEnds } from './doctor/cycles-checkup.js';
export { RetentionCheckup } from './doctor/retention-checkup.js';
export { RowWorkflowCheckup } from './doctor/row-workflow-checkup.js';
export { type RowRunState, type RowWorkflowLook, rowWorkflowFinding } from './doctor/row-workflow.rules.js';
export { WorkflowCheckup } from './doctor/workflow-checkup.js';
export { cyclesEntities } from './entities.js';
export { type HistoryPlan, HistoryService } from './history/history.service.js';
export { type PastEdition, pastEditionSchema } from './history/history.js';
export { AvailabilityService } from './interruptions/availability.service.js';
export { interruptionAudiences } from './interruptions/interruption.audiences.js';
export { OutageService } from './interruptions/outage.service.js';
export { PauseService } from './interruptions/pause.service.js';
export { ResumePreviewService } from './interruptions/resume-preview.service.js';
export { cyclesMigrations } from './migrations/index.js';
export { ADOPTED_BY_PANEL, awaitsMethod } from './move-deadline/amendment.rules.js';
export { MoveDeadlineService } from './move-deadline/move-deadline.service.js';
export { eitherOf, languageName } from './planning/dates.js';
export { MAIL_LISTS, explain } from './planning/explain.js';
export { GENERAL_MAILS, planningWords } from './planning/planning.words.js';
export { icsOf } from './planning/ics.js';
export { pictureOf } from './planning/picture.js';
export { timelineOf } from './planning/timeline.js';
export { ProposalSources } from './definition/proposal-sources.js';
export { CommandCheckService } from './possible/command-check.service.js';
export { auditStageRecords, reasonsOf } from './rows/audit-stage-records.js';
export { definitionOf, endWithPauses, requireCycle, requireStage, stageContextOf } from './rows/cycle.queries.js';
export { CyclesOptions } from './rows/cycles-options.js';
export { type GivenReason, keepReason } from './rows/reasons.js';
export { factsOf } from './rows/stage-facts.js';
export {
  type LockedStage,
  type OpenStage,
  type OpenStep,
  inLockOrder,
  lockStage,
  lockStageForWriting,
  openForWriting,
  openStep,
  refusePaused,
} from './rows/stage-lock.js';
export { TooEarlyError, refusePausedCycle, refuseWhilePaused } from './rows/stage-problems.js';
export { StageHandlers, StageTypes } from './rows/stage-types.js';
export { AfterCloseService } from './stage/after-close.service.js';
export { EarlyClosingService } from './stage/early-closing.service.js';
export { StageReopeningService } from './stage/stage-reopening.service.js';
export { StageService } from './stage/stage.service.js';
export { CyclesActivities, asActivity, workflowContext } from './workflows/cycles.activities.js';
export {
  startClarification,
  startComplaint,
  startCycle,
  startRetention,
  startSupersession,
} from './workflows/start-workflow.js';
export type { RunView } from './workflows/workflow-view.js';
export { cyclePermissions } from './permissions.js';
