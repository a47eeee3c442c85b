import type { Adjustment, DecisionInputs, EntryOutcome, Outcome, Proposal, Said } from '#libs/contracts/pure';
import { digestOf } from '../counting/digest.js';
import { compareIds } from '../counting/order.js';
import { refusal } from '../refusals.words.js';
import { decisionMethod } from './registry.js';

/** Every digest here is SHA-256, hex, over RFC 8785 JSON. */
export const DIGEST_ALGORITHM = 'sha256-jcs-v1';

/** What is recorded with a proposal. */
export interface DecisionDigests {
  /** Of all raw inputs, whatever the order of their lists. */
  inputs: string;
  /** Of the method with its settings, as it was frozen before anything was judged. */
  method: string;
  /** Of outcomes, log and adjustments: what people sign and certify. */
  proposal: string;
}

/** The seed of a stage: known before anybody judges, and nobody's choice once the definition is published. */
export function stageSeed(cycleId: string, stageKey: string, definitionDigest: string): string {
  return digestOf(['laureate.stage-seed.v1', cycleId, stageKey, definitionDigest]);
}

/** Recomputes a decision by its method from its raw inputs. Throws what the method throws, and for an unknown one. */
export function recomputeDecision(inputs: DecisionInputs): Proposal {
  const { outcomes, log, reserve } = decisionMethod(inputs.mode).recompute(inputs);
  return { outcomes, log, ...(reserve ? { reserve } : {}) };
}

/** What was frozen of the method before anything was judged; `settings` are those of the stage in its definition. */
export const frozenMethod = (inputs: DecisionInputs, settings: unknown): object =>
  decisionMethod(inputs.mode).frozen(inputs, settings);

/** The digests of a computed proposal, or of one that people adjusted. */
export function decisionDigests(
  inputs: DecisionInputs,
  settings: unknown,
  proposal: Proposal,
  adjustments: readonly Adjustment[] = [],
): DecisionDigests {
  return {
    inputs: digestOf(decisionMethod(inputs.mode).normalise?.(inputs) ?? inputs),
    method: digestOf(frozenMethod(inputs, settings)),
    proposal: proposalDigest(proposal, adjustments),
  };
}

/**
 * The digest that a signature names. Details that a proposal may have beside outcomes and log follow from the inputs.
 */
export function proposalDigest({ outcomes, log, reserve = [] }: Proposal, adjustments: readonly Adjustment[]): string {
  return digestOf({ outcomes, log, adjustments, ...(reserve.length > 0 ? { reserve } : {}) });
}

/** The digest of a certified decision, as it stands in the stage's row. */
export function certifiedDigest(decisionId: string, proposalVersion: number, digests: DecisionDigests): string {
  return digestOf({ decisionId, proposalVersion, ...digests });
}

/** The outcomes after people's adjustments, in the order they were made; sorted by entry id. */
export function adjusted(computed: readonly EntryOutcome[], adjustments: readonly Adjustment[]): EntryOutcome[] {
  const outcomes = new Map(computed.map(({ entryId, outcome }) => [entryId, outcome]));
  for (const { entryId, outcome } of adjustments) outcomes.set(entryId, outcome);
  return [...outcomes]
    .map(([entryId, outcome]) => ({ entryId, outcome }))
    .sort((a, b) => compareIds(a.entryId, b.entryId));
}

/** The outcomes that a method can give, and how many entries at most may have one. */
export const allowedOutcomes = (mode: string, settings: unknown): Partial<Record<Outcome, number>> =>
  decisionMethod(mode).allowedOutcomes(settings);

/** What is wrong with an adjustment: the index of the change (null: all of them together), and the message. */
export interface AdjustmentProblem {
  index: number | null;
  message: Said;
}

/** What is wrong with adjusting a proposal so. */
export function adjustmentProblems(
  present: readonly EntryOutcome[],
  changes: readonly Pick<Adjustment, 'entryId' | 'outcome'>[],
  allowed: Partial<Record<Outcome, number>>,
): AdjustmentProblem[] {
  const before = new Map(present.map(({ entryId, outcome }) => [entryId, outcome]));
  const problems: AdjustmentProblem[] = [];
  for (const [index, { entryId, outcome }] of changes.entries()) {
    const report = (message: Said) => problems.push({ index, message });
    if (!before.has(entryId)) report(refusal('change.otherEntry', { entryId }));
    else if (before.get(entryId) === outcome) report(refusal('change.sameOutcome', { entryId, outcome }));
    if (changes.findIndex((other) => other.entryId === entryId) < index)
      report(refusal('change.namedTwice', { entryId }));
    if (allowed[outcome] === undefined)
      report(refusal('change.otherOutcome', { outcome, outcomes: Object.keys(allowed).join(', ') }));
  }
  if (problems.length > 0) return problems;
  const after = adjusted(
    present,
    changes.map((change) => ({ ...change, reasonCode: '' })),
  );
  for (const [outcome, most] of Object.entries(allowed)) {
    const count = after.filter((each) => each.outcome === outcome).length;
    const grew = count > present.filter((each) => each.outcome === outcome).length;
    if (count > most && grew)
      problems.push({ index: null, message: refusal('change.tooMany', { most, outcome, count }) });
  }
  return problems;
}
