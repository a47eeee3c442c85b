import type { AmendmentCommitted, SignAmendmentCommand } from './amendments.js';
import type {
  Command,
  MoveDeadlineCommand,
  ReleaseCommand,
  ReopenCommand,
  ResumeCommand,
  SignCommand,
  StageCommand,
  SupersedeCommand,
} from './commands.js';
import type {
  ClarificationFacts,
  ComplaintFacts,
  CyclePlan,
  DecisionFacts,
  Instant,
  StageDecision,
  StageFacts,
} from './stage-facts.js';

/** A workflow that is parked, why, and which time it is; what older runs recorded names neither workflow nor time. */
export interface Parked {
  cycleId: string;
  stageKey?: string;
  code: string;
  detail: string;
  workflowId?: string;
  occurrence?: string;
}

/** Names one stage of one cycle. */
export interface StageRef {
  cycleId: string;
  stageKey: string;
}

/**
 * The version of the row that a move by the clock goes by. When the row has moved on (paused,
 * resumed), the activity is refused and the workflow looks again, instead of waiting for an instant
 * that is not meant any more.
 */
interface Known {
  version?: number;
}

/**
 * What workflows may call in `cycles`. Each is one transaction, safe to repeat: the second call
 * returns what the first committed.
 */
export interface CycleActivities {
  readCyclePlan(input: { cycleId: string }): Promise<CyclePlan>;
  readStage(input: StageRef): Promise<StageFacts>;
  /** Opens by window (no command; `at` is the workflow's instant) or by command. */
  openStage(input: StageRef & Known & { at: Instant; command?: StageCommand }): Promise<StageFacts>;
  moveDeadline(input: StageRef & { command: MoveDeadlineCommand }): Promise<StageFacts>;
  /**
   * Moves a deadline and the windows of all stages that follow; returns every stage that moved, the named one first.
   */
  moveWithFollowing(input: StageRef & { command: MoveDeadlineCommand }): Promise<StageFacts[]>;
  /** Closes at the hard close after the drain (fails retryably with "not yet, in n ms"), or now by command. */
  closeStage(input: StageRef & Known & { command?: StageCommand }): Promise<StageFacts>;
  /** Closes before the deadline if nobody owes anything any more and the definition allows it; else changes nothing. */
  closeStageEarly(input: StageRef): Promise<StageFacts>;
  /** Writes one `reminder.due` event for the step, unless the stage has moved on. */
  remind(input: StageRef & { step: string; deadlineVersion: number }): Promise<void>;
  /**
   * Tells the secretariat that a stage cannot open at its `opensAt` because stages it waits for are undecided; once per
   * `opensAt`, and not when it is so no more.
   */
  reportLate(input: StageRef): Promise<void>;
  /** Nothing opens, closes or reminds until `resumeCycle` names the new deadlines. */
  pauseCycle(input: { cycleId: string; command: Command }): Promise<CyclePlan>;
  resumeCycle(input: { cycleId: string; command: ResumeCommand }): Promise<CyclePlan>;
  cancelCycle(input: { cycleId: string; command: Command }): Promise<CyclePlan>;
  signAmendment(input: { cycleId: string; command: SignAmendmentCommand }): Promise<AmendmentCommitted>;
  completeCycle(input: { cycleId: string }): Promise<void>;
  /**
   * Records that a workflow is parked; the secretariat is told once each time (`occurrence`;
   * without, once a workflow and code).
   */
  needsAttention(input: Parked): Promise<void>;
  /** The last activity of every workflow: tells the auditor to archive the run. */
  endWorkflow(input: { cycleId: string; stageKey?: string; workflowId: string; runId: string }): Promise<void>;
}

/** What workflows may call in `judging`: from closing to release. */
export interface DecisionActivities {
  /** What the stage type prepares at opening (assignments, ballot key); retried until it succeeds or parks. */
  prepareStage(input: StageRef): Promise<void>;
  /** Computes and stores the proposal; a stage without a decision is decided at once. */
  proposeDecision(input: StageRef): Promise<{ stage: StageFacts; decision: DecisionFacts | null }>;
  /** A closed stage is open again, and what was proposed is void; also moves the stages that follow, when told to. */
  reopenStage(input: { cycleId: string; command: ReopenCommand }): Promise<CyclePlan>;
  signDecision(input: StageRef & { command: SignCommand }): Promise<StageDecision>;
  certifyDecision(input: StageRef & { command: SignCommand }): Promise<StageDecision>;
  /** Releases to one audience, by instant (no command) or by command. */
  releaseDecision(
    input: StageRef & Known & { audience: ReleaseCommand['audience']; command?: ReleaseCommand },
  ): Promise<StageFacts>;
}

/** Names a decision that supersedes another one of its stage. */
export interface SupersessionRef extends StageRef {
  decisionId: string;
}

/** What the workflow of a superseding decision may call in `judging`. */
export interface SupersessionActivities {
  /** Where it stands; null while it was only asked for. */
  readSupersession(input: SupersessionRef): Promise<StageDecision | null>;
  /** Where it stands after its cycle was cancelled: what is not complete by then is given up. */
  endSupersession(input: SupersessionRef): Promise<StageDecision | null>;
  /** Proposes what was asked for, to be signed and certified. */
  proposeSupersession(input: SupersessionRef & { command: SupersedeCommand }): Promise<StageDecision>;
  signSupersession(input: SupersessionRef & { command: SignCommand }): Promise<StageDecision>;
  /** With the last certification it is in force, in the same transaction with all that follows from it. */
  certifySupersession(input: SupersessionRef & { command: SignCommand }): Promise<StageDecision>;
  /** Gives it up before it is complete. */
  dropSupersession(input: SupersessionRef & { command: SupersedeCommand }): Promise<StageDecision>;
}

/** Names one complaint about a decision. */
export interface ComplaintRef extends StageRef {
  complaintId: string;
}

/** What workflows may call in `judging` about complaints. */
export interface ComplaintActivities {
  readComplaint(input: ComplaintRef): Promise<ComplaintFacts>;
  /**
   * Has its handlers reminded (the secretariat while it has none), once a step, unless it is
   * settled; false while its cycle is paused.
   */
  remindOfComplaint(input: ComplaintRef & { step: string }): Promise<boolean>;
  /**
   * Tells the secretariat, once, that a complaint has had no answer in time; false while its cycle
   * is paused. Fails retryably with "not yet" before.
   */
  reportOverdueComplaint(input: ComplaintRef): Promise<boolean>;
}

/** Names one clarification: what a city is asked about an entry. */
export interface ClarificationRef extends StageRef {
  clarificationId: string;
}

/** What workflows may call in `entries` about clarifications. */
export interface ClarificationActivities {
  readClarification(input: ClarificationRef): Promise<ClarificationFacts>;
  /** Has the city reminded, once a step and deadline, while it is open and its cycle is not paused. */
  remindOfClarification(input: ClarificationRef & { step: string; deadlineVersion: number }): Promise<void>;
  /**
   * Ends it without an answer, as the definition says, after the drain in which answers that began
   * in time are written (fails retryably with "not yet" before); changes nothing when it is over,
   * paused, or has another deadline by now.
   */
  timeOutClarification(input: ClarificationRef & { deadlineVersion: number }): Promise<ClarificationFacts>;
}

/** What a round of retention came to. */
export interface RetentionRound {
  /** When to look again (ISO 8601 UTC). */
  again: string;
}

/** What workflows may call in `identity`. */
export interface RetentionActivities {
  /** Ends what names people and whose time is over, a batch of it. */
  carryOutRetention(): Promise<RetentionRound>;
}

export type Activities = CycleActivities &
  DecisionActivities &
  SupersessionActivities &
  ComplaintActivities &
  ClarificationActivities &
  RetentionActivities;

/** `ApplicationFailure.type` of failures that activities raise on purpose. */
export const FailureType = {
  /** A business rule says no: not retryable; details[0] is the problem document the caller gets. */
  refused: 'Refused',
  /** Too early by the database's clock: retryable, with nextRetryDelay. */
  tooEarly: 'NotYet',
} as const;
