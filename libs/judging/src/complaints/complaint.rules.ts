import type { Said } from '#libs/contracts/pure';
import { compareIds } from '../counting/order.js';
import { refusal } from '../refusals.words.js';

/** `appeal`: against being found invalid; once an entry, and settled by one who did not decide before. */
export const COMPLAINT_KINDS = ['complaint', 'appeal'] as const;
export type ComplaintKind = (typeof COMPLAINT_KINDS)[number];

export const COMPLAINT_OUTCOMES = ['dismissed', 'upheld', 'inadmissible'] as const;
export type ComplaintOutcomeCode = (typeof COMPLAINT_OUTCOMES)[number];

/**
 * Where a complaint stands. `upheld` waits for the decision that corrects the one complained about, `corrected` has it.
 */
export const COMPLAINT_STATES = [
  'filed',
  'in-hand',
  'to-confirm',
  'dismissed',
  'inadmissible',
  'upheld',
  'corrected',
  'cancelled',
] as const;
export type ComplaintState = (typeof COMPLAINT_STATES)[number];

/** What is known of a complaint's progress. */
export interface ComplaintProgress {
  handlers: number;
  /** An outcome is recorded that nobody has confirmed. */
  recorded: boolean;
  /** The outcome that was confirmed. */
  settled: ComplaintOutcomeCode | null;
  /** A decision that corrects the one complained about is in force. */
  corrected: boolean;
  cycleCancelled: boolean;
}

/** Where a complaint stands, for the staff. */
export function complaintState(progress: ComplaintProgress): ComplaintState {
  if (progress.settled) return progress.settled === 'upheld' && progress.corrected ? 'corrected' : progress.settled;
  if (progress.cycleCancelled) return 'cancelled';
  if (progress.recorded) return 'to-confirm';
  return progress.handlers > 0 ? 'in-hand' : 'filed';
}

/** Where it stands, for the city: what was recorded and is not confirmed is nobody's business yet. */
export const stateForCity = (state: ComplaintState): ComplaintState => (state === 'to-confirm' ? 'in-hand' : state);

/** What somebody had to do with a decision and with the entry complained for. */
export interface Involvement {
  hasRole: boolean;
  /** Signed, certified, adjusted, checked, or sits on the panel. */
  decided: boolean;
  /** Is named to certify, or to stand in. */
  named: boolean;
  /** Is in conflict with the entry, or filed the complaint. */
  inConflict: boolean;
}

/** Why somebody cannot handle a complaint, in words; null when they can. */
export function handlerProblem({ hasRole, decided, named, inConflict }: Involvement): Said | null {
  if (!hasRole) return refusal('handler.withoutRole');
  if (decided) return refusal('handler.decided');
  if (named) return refusal('handler.certifies');
  return inConflict ? refusal('handler.inConflict') : null;
}

/** A settled or open complaint as it may be published. */
export interface PublishableComplaint {
  outcome: ComplaintOutcomeCode | null;
  reasonCode: string | null;
}

/**
 * The complaints about a stage's decision as everybody may see them: no names, no texts, no
 * instants, in no telling order.
 */
export interface PublishedComplaints {
  stageKey: string;
  received: number;
  /** Null where the definition publishes only how many there were. */
  outcomes: { outcome: ComplaintOutcomeCode; reasonCode: string; count: number }[] | null;
}

/** What is published of complaints: how many, and by the definition how many of each outcome and reason. */
export function publishedComplaints(
  stageKey: string,
  publish: 'outcome' | 'count',
  complaints: readonly PublishableComplaint[],
): PublishedComplaints {
  const received = complaints.length;
  if (publish === 'count') return { stageKey, received, outcomes: null };
  const counts = new Map<string, { outcome: ComplaintOutcomeCode; reasonCode: string; count: number }>();
  for (const { outcome, reasonCode } of complaints) {
    if (!outcome || !reasonCode) continue;
    const key = `${outcome} ${reasonCode}`;
    const sofar = counts.get(key) ?? { outcome, reasonCode, count: 0 };
    counts.set(key, { ...sofar, count: sofar.count + 1 });
  }
  const outcomes = [...counts].sort(([a], [b]) => compareIds(a, b)).map(([, each]) => each);
  return { stageKey, received, outcomes };
}
