import { createHash } from 'node:crypto';
import type { CycleStatus, DecisionFacts, Instant, ReleaseStep, StageFacts } from '#libs/contracts/pure';

/** What a test says of a stage; the rest has simple defaults. */
export interface StageSpec {
  key: string;
  opensAt: Instant;
  deadlineAt: Instant;
  after?: string[];
  /** Milliseconds between the deadline and the hard close. */
  grace?: number;
  /** Reminder steps: name to milliseconds before the deadline. */
  ladder?: Record<string, number>;
  releases?: ReleaseStep[];
  decides?: boolean;
  signaturesNeeded?: number;
  certificationsNeeded?: number;
}

/** A stage's row with what hangs on it. */
export interface StageRecord {
  spec: StageSpec;
  facts: StageFacts;
  decision: DecisionFacts | null;
  certifiers: Set<string>;
  prepared: boolean;
  /** Every reminder that was written, in order. */
  reminders: { step: string; deadlineVersion: number; at: number }[];
  /** Every state the row had, in order. */
  states: string[];
}

/** A cycle's row with its stages. */
export interface CycleRecord {
  cycleId: string;
  status: CycleStatus;
  stages: Map<string, StageRecord>;
  /** What committed, by command: the second call of a command returns the first one's result. */
  committed: Map<string, unknown>;
  /** How often each activity was called, by name. */
  calls: Map<string, number>;
  attention: { stageKey?: string; code: string; detail: string }[];
  ended: string[];
}

/** An instant as rows hold it. */
export const instant = (ms: number): Instant => new Date(ms).toISOString();

/** SHA-256 of a text, hex. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The window of a stage whose deadline is `deadlineAt`. */
export function windowOf(
  spec: StageSpec,
  deadlineAt: Instant,
): Pick<StageFacts, 'deadlineAt' | 'hardCloseAt' | 'ladder'> {
  const deadline = Date.parse(deadlineAt);
  return {
    deadlineAt,
    hardCloseAt: instant(deadline + (spec.grace ?? 0)),
    ladder: Object.entries(spec.ladder ?? {}).map(([step, before]) => ({ step, at: instant(deadline - before) })),
  };
}

/** The row of a stage as publishing the cycle writes it. */
export function newStage(cycleId: string, spec: StageSpec, before: string | undefined): StageRecord {
  const facts: StageFacts = {
    cycleId,
    stageKey: spec.key,
    type: 'test',
    revision: 1,
    state: 'scheduled',
    version: 1,
    opensAt: spec.opensAt,
    ...windowOf(spec, spec.deadlineAt),
    deadlineVersion: 1,
    after: spec.after ?? (before ? [before] : []),
    releases: spec.releases ?? [{ audience: 'public', when: 'decided' }],
    releasedTo: [],
    decides: spec.decides ?? false,
    openedAt: null,
    closedAt: null,
    decisionDigest: null,
  };
  return { spec, facts, decision: null, certifiers: new Set(), prepared: false, reminders: [], states: ['scheduled'] };
}

/** The proposal of a stage; each version has its own digest and no signature yet. */
export function newProposal(record: StageRecord, proposalVersion: number): DecisionFacts {
  const { cycleId, stageKey } = record.facts;
  return {
    cycleId,
    stageKey,
    decisionId: `${cycleId}/${stageKey}`,
    proposalVersion,
    proposalDigest: digest(`${stageKey} ${proposalVersion}`),
    inputsDigest: digest(stageKey),
    methodDigest: digest('method'),
    signaturesNeeded: record.spec.signaturesNeeded ?? 1,
    signatures: 0,
    certificationsNeeded: record.spec.certificationsNeeded ?? 2,
    certifications: 0,
    complete: false,
  };
}
