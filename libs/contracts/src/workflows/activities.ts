import type { Command, MoveDeadlineCommand, ReleaseCommand, SignCommand, StageCommand } from './commands.js';
import type { CyclePlan, DecisionFacts, Instant, StageDecision, StageFacts } from './stage-facts.js';

/** Names one stage of one cycle. */
export interface StageRef {
  cycleId: string;
  stageKey: string;
}

/** What workflows may call in `cycles`. Each is one transaction, safe to repeat: the second call returns what the first committed. */
export interface CycleActivities {
  readCyclePlan(input: { cycleId: string }): Promise<CyclePlan>;
  readStage(input: StageRef): Promise<StageFacts>;
  /** Opens by window (no command; `at` is the workflow's instant) or by command. */
  openStage(input: StageRef & { at: Instant; command?: StageCommand }): Promise<StageFacts>;
  moveDeadline(input: StageRef & { command: MoveDeadlineCommand }): Promise<StageFacts>;
  /** Closes at the hard close after the drain (fails retryably with "not yet, in n ms"), or now by command. */
  closeStage(input: StageRef & { command?: StageCommand }): Promise<StageFacts>;
  /** Writes one `reminder.due` event for the step, unless the stage has moved on. */
  remind(input: StageRef & { step: string; deadlineVersion: number }): Promise<void>;
  cancelCycle(input: { cycleId: string; command: Command }): Promise<CyclePlan>;
  completeCycle(input: { cycleId: string }): Promise<void>;
  /** Records that a workflow is parked; the secretariat is told once per (workflow, code). */
  needsAttention(input: { cycleId: string; stageKey?: string; code: string; detail: string }): Promise<void>;
  /** The last activity of every workflow: tells the auditor to archive the run. */
  endWorkflow(input: { cycleId: string; stageKey?: string; workflowId: string; runId: string }): Promise<void>;
}

/** What workflows may call in `judging`: from closing to release. */
export interface DecisionActivities {
  /** What the stage type prepares at opening (assignments, ballot key); retried until it succeeds or parks. */
  prepareStage(input: StageRef): Promise<void>;
  /** Computes and stores the proposal; a stage without a decision is decided at once. */
  proposeDecision(input: StageRef): Promise<{ stage: StageFacts; decision: DecisionFacts | null }>;
  signDecision(input: StageRef & { command: SignCommand }): Promise<StageDecision>;
  certifyDecision(input: StageRef & { command: SignCommand }): Promise<StageDecision>;
  /** Releases to one audience, by instant (no command) or by command. */
  releaseDecision(
    input: StageRef & { audience: ReleaseCommand['audience']; command?: ReleaseCommand },
  ): Promise<StageFacts>;
}

export type Activities = CycleActivities & DecisionActivities;

/** `ApplicationFailure.type` of failures that activities raise on purpose. */
export const FailureType = {
  /** A business rule says no: not retryable; details[0] is the problem document the caller gets. */
  refused: 'Refused',
  /** Too early by the database's clock: retryable, with nextRetryDelay. */
  notYet: 'NotYet',
} as const;
