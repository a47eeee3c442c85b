import type { SupersessionKind } from '../vocabulary/decision.js';

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
 * Further deadlines of a stage that takes entries: until when one may be begun, until when what
 * comes in is early, and until when files are taken beside what was submitted. The stage itself
 * opens and closes without them.
 */
export const WINDOW_STEPS = ['registration', 'earlyBird', 'supportingMaterial'] as const;
export type WindowStepKey = (typeof WINDOW_STEPS)[number];

/** One of them, as its stage's row holds it. */
export interface WindowStep {
  step: WindowStepKey;
  deadlineAt: Instant;
  /** ISO 8601 duration. */
  grace: string;
  /** Deadline + grace. */
  hardCloseAt: Instant;
}

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
  /**
   * Further deadlines, in the order of `WINDOW_STEPS`; absent where the stage has none, and in
   * facts recorded before there were any.
   */
  steps?: WindowStep[];
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
  /** Since when the cycle is paused; absent in facts recorded before there were pauses. */
  pausedAt?: Instant | null;
  /**
   * Until when something may still come in after the close (a personal extension lasts): the first
   * such end, at which it is asked again. Only in what closing and reading a closed stage answer,
   * as it is no part of the row; absent where nothing may.
   */
  mayComeInUntil?: Instant | null;
  /**
   * When to read a closed stage again before that: somebody is to be reminded then. Absent where
   * nobody is, and in what earlier releases answered.
   */
  askAgainAt?: Instant;
}

/** What the cycle workflow needs to run its stages. */
export interface CyclePlan {
  cycleId: string;
  programme: string;
  revision: number;
  status: CycleStatus;
  /** Since when it is paused; absent in plans recorded before there were pauses. */
  pausedAt?: Instant | null;
  /** The stages that a command about the cycle changed, as it committed them. */
  changed?: StageFacts[];
  stages: PlannedStage[];
}

/** A stage as its cycle's workflow sees it. Plans that earlier releases read have neither `opensAt` nor `state`. */
export interface PlannedStage {
  key: string;
  type: string;
  after: string[];
  opensAt: Instant;
  state: StageState;
}
/** `history`: a past edition that was entered; nothing ever runs in it. */
export const CYCLE_STATUSES = ['draft', 'published', 'completed', 'cancelled', 'history'] as const;
export type CycleStatus = (typeof CYCLE_STATUSES)[number];

/** What the workflow of a complaint runs by: no text, no outcome. */
export interface ComplaintFacts {
  complaintId: string;
  cycleId: string;
  stageKey: string;
  programme: string;
  /** `settled` when its outcome is confirmed, `cancelled` with its cycle. */
  state: 'open' | 'settled' | 'cancelled';
  /** When the city is to have an answer. */
  dueAt: Instant;
  /** When its handlers are reminded. */
  ladder: LadderStep[];
  /** Since when its cycle is paused; absent in what runs recorded before a pause stopped complaints too. */
  pausedAt?: Instant | null;
}

/** What the workflow of a clarification runs by: no question, no answer. */
export interface ClarificationFacts {
  clarificationId: string;
  cycleId: string;
  stageKey: string;
  programme: string;
  state: ClarificationState;
  /** Nothing is answered at or after it. */
  dueAt: Instant;
  /** Increases with every move of the deadline. */
  deadlineVersion: number;
  /** When the city is reminded. */
  ladder: LadderStep[];
  /** Since when the cycle is paused. */
  pausedAt: Instant | null;
}
/** `withdrawn` with its entry; `cancelled` by the secretariat, or with its cycle. */
export const CLARIFICATION_STATES = ['open', 'answered', 'timed-out', 'withdrawn', 'cancelled'] as const;
export type ClarificationState = (typeof CLARIFICATION_STATES)[number];

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
  /** Of a decision that supersedes an earlier one: which, and what has become of it. */
  supersession?: SupersessionFacts;
}

/** What a decision that supersedes an earlier one has besides. */
export interface SupersessionFacts {
  /** 2 for the first that supersedes. */
  number: number;
  /** Id of the decision it takes the place of. */
  supersedes: string;
  kind: SupersessionKind;
  state: DecisionState;
}
/** `certified` is for good: it stands until another one supersedes it. */
export const DECISION_STATES = ['proposed', 'certified', 'dropped'] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** Who stands for a proposal: a chair's signature or a certification, in whose place, and what an auditor co-signed. */
export interface Signature {
  kind: 'signature' | 'certification';
  personId: string;
  /** The certifier in whose place a stand-in certified; null in their own right. */
  inPlaceOf: string | null;
  /** Codes of the person's conflicts with entries of the decision. */
  conflicts: string[];
  /** The auditor who co-signed because of them. */
  coSignedBy: string | null;
}

/** A stage together with its decision, as committed by a signature or certification. */
export interface StageDecision {
  stage: StageFacts;
  decision: DecisionFacts;
  /** What was put under it; absent in what was committed before this was recorded. */
  signature?: Signature;
}
