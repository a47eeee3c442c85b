import type { CyclePlan, Instant, ReleaseAudience, StageDecision, StageFacts } from './stage-facts.js';

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
}
export interface SignCommand extends StageCommand {
  proposalDigest: string;
}
export interface ReleaseCommand extends StageCommand {
  audience: ReleaseAudience;
}

/** Names of the updates a stage's workflow takes (the cycle's takes moveDeadline for stages not yet started, and cancel). */
export const UpdateName = {
  open: 'open',
  moveDeadline: 'moveDeadline',
  close: 'close',
  sign: 'sign',
  certify: 'certify',
  release: 'release',
  cancel: 'cancel',
  retry: 'retry',
} as const;

/** What each update takes and returns: what the database committed. */
export interface Updates {
  open: { command: StageCommand; result: StageFacts };
  moveDeadline: { command: MoveDeadlineCommand; result: StageFacts };
  close: { command: StageCommand; result: StageFacts };
  sign: { command: SignCommand; result: StageDecision };
  certify: { command: SignCommand; result: StageDecision };
  release: { command: ReleaseCommand; result: StageFacts };
  cancel: { command: Command; result: CyclePlan };
  /** Sent to a parked workflow, stage's or cycle's; answers with what it read again. */
  retry: { command: Command; result: StageFacts | CyclePlan };
}

/** Names of signals: `lookAgain` wakes a workflow to read the database; `stageDecided` goes from a stage to its cycle. */
export const SignalName = { lookAgain: 'lookAgain', stageDecided: 'stageDecided' } as const;

/** Name of the debugging query every workflow answers. */
export const QueryName = { state: 'state' } as const;
