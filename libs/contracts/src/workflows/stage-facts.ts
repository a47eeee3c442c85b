/** Life of a stage, in order; `cancelled` can follow any but `released`. */
export const STAGE_STATES = ['scheduled', 'open', 'closing', 'deciding', 'decided', 'released', 'cancelled'] as const;
export type StageState = (typeof STAGE_STATES)[number];

/** An instant as ISO 8601 in UTC with milliseconds, e.g. `2026-11-23T09:00:00.000Z`. */
export type Instant = string;

/** One step of a reminder ladder: its name (the ISO 8601 duration before the deadline) and its instant. */
export interface LadderStep {
  step: string;
  at: Instant;
}

/** One release of a stage's decision: to whom, and when (`command` = a person releases it). */
export interface ReleaseStep {
  audience: ReleaseAudience;
  when: 'decided' | 'command' | Instant;
}
export const RELEASE_AUDIENCES = ['concerned', 'public'] as const;
export type ReleaseAudience = (typeof RELEASE_AUDIENCES)[number];

/**
 * What an activity committed about a stage: the only thing a stage workflow changes its state from, and what the
 * auditor's fold compares with the row in the database.
 */
export interface StageFacts {
  cycleId: string;
  stageKey: string;
  type: string;
  /** Revision of the cycle definition the stage follows. */
  revision: number;
  state: StageState;
  /** Increases with every write of the stage's row. */
  version: number;
  opensAt: Instant;
  /** The published deadline. */
  deadlineAt: Instant;
  /** Deadline + grace; nothing comes in at or after it. */
  hardCloseAt: Instant;
  /** Increases with every move of the deadline. */
  deadlineVersion: number;
  /** Keys of the stages whose decision this one waits for. */
  after: string[];
  ladder: LadderStep[];
  releases: ReleaseStep[];
  /** Audiences the decision has been released to so far. */
  releasedTo: ReleaseAudience[];
  /** Does the stage end in a decision of people (proposal, signature, certification)? */
  decides: boolean;
  /** When it really opened and closed. */
  openedAt: Instant | null;
  closedAt: Instant | null;
  /** Digest of the certified decision. */
  decisionDigest: string | null;
}

/** What the cycle workflow needs to run its stages. */
export interface CyclePlan {
  cycleId: string;
  programme: string;
  revision: number;
  status: CycleStatus;
  stages: { key: string; type: string; after: string[] }[];
}
export const CYCLE_STATUSES = ['draft', 'published', 'completed', 'cancelled'] as const;
export type CycleStatus = (typeof CYCLE_STATUSES)[number];

/** Where a stage's decision stands after a signature or certification was recorded. */
export interface DecisionFacts {
  cycleId: string;
  stageKey: string;
  decisionId: string;
  /** Version of the proposal; an adjustment makes the next one and voids signatures. */
  proposalVersion: number;
  /** Salt-free SHA-256 of the proposal as RFC 8785 JSON. */
  proposalDigest: string;
  /** SHA-256 of all raw inputs, and of the method with its settings. */
  inputsDigest: string;
  methodDigest: string;
  signaturesNeeded: number;
  signatures: number;
  certificationsNeeded: number;
  certifications: number;
  /** True when every signature and certification needed is there; the stage is then `decided`. */
  complete: boolean;
}

/** A stage together with its decision, as committed by a signature or certification. */
export interface StageDecision {
  stage: StageFacts;
  decision: DecisionFacts;
}
