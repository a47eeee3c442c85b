import { createHash } from 'node:crypto';
import type { WindowedStage, StageMove } from '#libs/cycles/pure';
import type {
  Activities,
  ClarificationFacts,
  ComplaintFacts,
  CycleStatus,
  DecisionFacts,
  Instant,
  ReleaseStep,
  StageFacts,
  WindowStepKey,
} from '#libs/contracts/pure';

/** What a test says of a stage; the rest has simple defaults. */
export interface StageSpec {
  key: string;
  opensAt: Instant;
  deadlineAt: Instant;
  /** Further deadlines, without grace. */
  steps?: Partial<Record<WindowStepKey, Instant>>;
  after?: string[];
  /** Milliseconds between the deadline and the hard close. */
  grace?: number;
  /** Reminder steps: name to milliseconds before the deadline. */
  ladder?: Record<string, number>;
  releases?: ReleaseStep[];
  decides?: boolean;
  closesEarly?: boolean;
  signaturesNeeded?: number;
  certificationsNeeded?: number;
}

/** A stage's row with what hangs on it. */
export interface StageRecord {
  spec: StageSpec;
  facts: StageFacts;
  decision: DecisionFacts | null;
  certifiers: Set<string>;
  /** Proposals up to this version are void: the stage was reopened after them. */
  voidUntil: number;
  /** Personal extensions: until when each lets something in. */
  extensions: Instant[];
  /** How much people still owe. */
  owed: number;
  prepared: boolean;
  /** Decisions that supersede its own, by id. */
  superseding: Map<string, DecisionFacts>;
  /** Every reminder that was written, in order. */
  reminders: { step: string; deadlineVersion: number; at: number }[];
  /** Every state the row had, in order. */
  states: string[];
}

/** A cycle's row with its stages. */
export interface CycleRecord {
  cycleId: string;
  status: CycleStatus;
  pausedAt: Instant | null;
  stages: Map<string, StageRecord>;
  /** What committed, by command: the second call of a command returns the first one's result. */
  committed: Map<string, unknown>;
  /** How often each activity was called, by name. */
  calls: Map<string, number>;
  attention: { stageKey?: string; code: string; detail: string }[];
  ended: string[];
  revision: number;
  /** Amendments a test proposed, by id. */
  amendments: Map<string, AmendmentRecord>;
  /** Every run of a workflow that asked anything of the activities, as `workflowId#runId`. */
  runs: Set<string>;
  /** The activity that is refused for the time being. */
  refuses: keyof Activities | null;
  /** One answer in so many is lost after the commit; 0: none. */
  lossy: number;
  /** Activities that have committed. */
  answers: number;
}

/** A proposed amendment: what it changes once enough people have signed. */
export interface AmendmentRecord {
  signaturesNeeded: number;
  signers: Set<string>;
  /** Changes the rows; returns the keys of the stages it touched. */
  change: (cycle: CycleRecord) => string[];
  touched: string[];
}

/** A clarification's row with what was written about it. */
export interface ClarificationRecord {
  facts: ClarificationFacts;
  reminded: { step: string; deadlineVersion: number; at: Instant }[];
  timedOut: Instant | null;
}

/** A complaint's row with what was written about it. */
export interface ComplaintRecord {
  facts: ComplaintFacts;
  reminded: { step: string; at: Instant }[];
  overdue: Instant[];
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

/** Writes the next version of a stage's row. */
export function write(record: StageRecord, changes: Partial<StageFacts>): StageFacts {
  const before = record.facts.state;
  record.facts = { ...record.facts, ...changes, version: record.facts.version + 1 };
  if (record.facts.state !== before) record.states.push(record.facts.state);
  return record.facts;
}

/** The row as the planner of windows sees it. */
export const plannedOf = ({ facts, spec }: StageRecord): WindowedStage => ({
  key: facts.stageKey,
  title: facts.stageKey,
  state: facts.state,
  after: facts.after,
  opensAt: facts.opensAt,
  openedAt: facts.openedAt,
  deadlineAt: facts.deadlineAt,
  grace: `PT${(spec.grace ?? 0) / 1000}S`,
  steps: facts.steps ?? [],
  releases: facts.releases,
  releasedTo: facts.releasedTo,
});

/** Writes another instant of a further deadline to the row; whatever the state of its stage. */
export const moveStep = (record: StageRecord, key: WindowStepKey, deadlineAt: Instant): StageFacts =>
  write(record, {
    steps: (record.facts.steps ?? []).map((step) =>
      step.step === key ? { ...step, deadlineAt, hardCloseAt: deadlineAt } : step,
    ),
  });

/** Writes a planned move to the row. */
export const moveWindow = (record: StageRecord, { opens, deadline, steps, releases }: StageMove): StageFacts =>
  write(record, {
    ...(record.facts.steps && {
      steps: record.facts.steps.map((step) => {
        const to = steps.find((each) => each.step === step.step)?.to;
        return to === undefined ? step : { ...step, deadlineAt: to, hardCloseAt: to };
      }),
    }),
    opensAt: opens?.to ?? record.facts.opensAt,
    ...windowOf(record.spec, deadline?.to ?? record.facts.deadlineAt),
    deadlineVersion: record.facts.deadlineVersion + (opens || deadline ? 1 : 0),
    releases: record.facts.releases.map((step) => ({
      ...step,
      when: releases.find(({ audience }) => audience === step.audience)?.to ?? step.when,
    })),
  });

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
    ...(spec.steps && {
      steps: Object.entries(spec.steps).map(([step, deadlineAt]) => ({
        step: step as WindowStepKey,
        deadlineAt,
        grace: 'PT0S',
        hardCloseAt: deadlineAt,
      })),
    }),
    deadlineVersion: 1,
    after: spec.after ?? (before ? [before] : []),
    releases: spec.releases ?? [{ audience: 'public', when: 'decided' }],
    releasedTo: [],
    decides: spec.decides ?? false,
    openedAt: null,
    closedAt: null,
    decisionDigest: null,
    pausedAt: null,
  };
  return {
    spec,
    facts,
    decision: null,
    certifiers: new Set(),
    voidUntil: 0,
    extensions: [],
    owed: 1,
    prepared: false,
    superseding: new Map(),
    reminders: [],
    states: ['scheduled'],
  };
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

/** A decision that supersedes the one before it. */
export function newSupersession(record: StageRecord, decisionId: string, number: number): DecisionFacts {
  const supersedes = [...record.superseding.keys()].at(-1) ?? record.decision!.decisionId;
  const own = newProposal(record, 1);
  return {
    ...own,
    decisionId,
    proposalDigest: digest(`${own.stageKey} superseded ${number}`),
    supersession: { number, supersedes, kind: 'correction', state: 'proposed' },
  };
}
