import type { AmendmentCommitted, SignAmendmentCommand } from './amendments.js';
import type { CyclePlan, Instant, ReleaseAudience, StageDecision, StageFacts, WindowStepKey } from './stage-facts.js';

/** Why somebody did something: a code, and the digest of the text kept in the database. */
export interface ReasonRef {
  code: string;
  /** SHA-256 of the text, hex; absent when there is no text. */
  textDigest?: string;
}

/** What every command carries: who asked, under which key, why. No names, no texts. */
export interface Command {
  /** The Idempotency-Key of the request; also the Temporal update id. */
  commandId: string;
  actorId: string;
  reason?: ReasonRef;
  /** W3C trace context of the request, for logs and events to carry on. */
  traceparent?: string;
}

/** Command about one stage, sent to the stage's workflow, or to the cycle's while the stage has none. */
export interface StageCommand extends Command {
  stageKey: string;
}
export interface MoveDeadlineCommand extends StageCommand {
  deadlineAt: Instant;
  /** One of the further deadlines of the stage; left out for the stage's own. */
  step?: WindowStepKey;
  /** Move the windows of the stages that come after too; then `previewDigest` says which moves were read, hex. */
  shiftFollowing?: boolean;
  previewDigest?: string;
}
export interface SignCommand extends StageCommand {
  proposalDigest: string;
  /** A decision that supersedes the stage's certified one; left out for the stage's own. */
  decisionId?: string;
}
/** Proposes, or drops, a decision that supersedes an earlier one; what it says is in the database under that id. */
export interface SupersedeCommand extends StageCommand {
  decisionId: string;
}
export interface ReleaseCommand extends StageCommand {
  audience: ReleaseAudience;
}

/** Opens a stage again that has closed, with a new deadline. */
export interface ReopenCommand extends StageCommand {
  deadlineAt: Instant;
  /** Moves later stages that are in the way, instead of refusing. */
  shiftFollowing?: boolean;
}

/** Ends a pause. What it does not name moves by the length of the pause. */
export interface ResumeCommand extends Command {
  deadlines?: { stageKey: string; step?: WindowStepKey; deadlineAt: Instant }[];
  /** Moves later stages that are in the way, instead of refusing. */
  shiftFollowing?: boolean;
}

/**
 * Names of the updates. A stage's workflow takes those about one stage; the cycle's takes the
 * others, reopen (the stage's own may have ended), and moveDeadline for a stage not yet started,
 * with the stages that follow, or for one of its further deadlines; a supersession's takes
 * supersede, sign, certify and drop.
 */
export const UpdateName = {
  open: 'open',
  moveDeadline: 'moveDeadline',
  close: 'close',
  sign: 'sign',
  certify: 'certify',
  release: 'release',
  reopen: 'reopen',
  pause: 'pause',
  resume: 'resume',
  supersede: 'supersede',
  drop: 'drop',
  cancel: 'cancel',
  retry: 'retry',
  signAmendment: 'signAmendment',
} as const;

/** What each update takes and returns: what the database committed. */
export interface Updates {
  open: { command: StageCommand; result: StageFacts };
  moveDeadline: { command: MoveDeadlineCommand; result: StageFacts };
  close: { command: StageCommand; result: StageFacts };
  sign: { command: SignCommand; result: StageDecision };
  certify: { command: SignCommand; result: StageDecision };
  release: { command: ReleaseCommand; result: StageFacts };
  reopen: { command: ReopenCommand; result: StageFacts };
  pause: { command: Command; result: CyclePlan };
  resume: { command: ResumeCommand; result: CyclePlan };
  supersede: { command: SupersedeCommand; result: StageDecision };
  drop: { command: SupersedeCommand; result: StageDecision };
  cancel: { command: Command; result: CyclePlan };
  /** Sent to a parked workflow, stage's or cycle's; answers with what it read again. */
  retry: { command: Command; result: StageFacts | CyclePlan };
  /** The last signature needed makes the amendment the definition in force. */
  signAmendment: { command: SignAmendmentCommand; result: AmendmentCommitted };
}

/**
 * Names of signals: `lookAgain` wakes a workflow to read the database; `stageDecided` goes from a stage to its cycle;
 * `nothingOwed` has a stage ask whether it may close before its deadline.
 */
export const SignalName = {
  lookAgain: 'lookAgain',
  stageDecided: 'stageDecided',
  nothingOwed: 'nothingOwed',
  tryAgain: 'tryAgain',
} as const;

/** Name of the debugging query every workflow answers. */
export const QueryName = { state: 'state' } as const;
