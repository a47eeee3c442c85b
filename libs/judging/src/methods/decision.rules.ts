import type { Adjustment, DecisionInputs, EntryOutcome, Outcome, Proposal } from '#libs/contracts/pure';
import { type PassFailInputs, recomputePassFail } from '#libs/entries/pure';
import { digestOf } from '../counting/digest.js';
import { compareIds } from '../counting/order.js';
import { type JudgingInputs, inNormalOrder, methodOf, recompute } from './recompute.js';
import { type SupersessionInputs, recomputeSupersession } from './supersession.rules.js';

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

/** Recomputes a decision of any mode from its raw inputs. Throws what its mode's function throws. */
export function recomputeDecision(inputs: DecisionInputs): Proposal {
  if (inputs.mode === 'pass-fail') return recomputePassFail(inputs as PassFailInputs);
  if (inputs.mode === 'supersession') return recomputeSupersession(inputs as SupersessionInputs);
  const { outcomes, log, reserve } = recompute(inputs as JudgingInputs);
  return { outcomes, log, ...(reserve ? { reserve } : {}) };
}

/** The method by which the inputs are decided; `settings` are those of the stage in its definition. */
export function decisionMethod(inputs: DecisionInputs, settings: unknown): object {
  if (inputs.mode === 'supersession') return { mode: inputs.mode };
  return isJudging(inputs) ? methodOf(inputs) : { mode: inputs.mode, settings };
}

/** The digests of a computed proposal, or of one that people adjusted. */
export function decisionDigests(
  inputs: DecisionInputs,
  settings: unknown,
  proposal: Proposal,
  adjustments: readonly Adjustment[] = [],
): DecisionDigests {
  return {
    inputs: digestOf(isJudging(inputs) ? inNormalOrder(inputs) : inputs),
    method: digestOf(decisionMethod(inputs, settings)),
    proposal: proposalDigest(proposal, adjustments),
  };
}

/** The digest that a signature names. Details that a proposal may have beside outcomes and log follow from the inputs. */
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

/** The outcomes a mode can give, and how many entries at most may have one. */
export function allowedOutcomes(mode: DecisionInputs['mode'], settings: unknown): Partial<Record<Outcome, number>> {
  const quotas = (settings as { quotas?: Record<string, number> }).quotas ?? {};
  switch (mode) {
    case 'pass-fail':
      return { valid: Infinity, invalid: Infinity };
    case 'weighted-score':
      return { shortlisted: quotas['shortlisted'] ?? 0, deserving: quotas['deserving'] ?? 0, eligible: Infinity };
    // What people may name then depends on the method of the stage's own decision.
    case 'supersession':
      return {};
    case 'ranked-ballot':
      return { winner: quotas['winners'] ?? 0, shortlisted: Infinity };
  }
}

/** What is wrong with adjusting a proposal so: the index of the change (null: all of them together) and words. */
export function adjustmentProblems(
  present: readonly EntryOutcome[],
  changes: readonly Pick<Adjustment, 'entryId' | 'outcome'>[],
  allowed: Partial<Record<Outcome, number>>,
): { index: number | null; message: string }[] {
  const before = new Map(present.map(({ entryId, outcome }) => [entryId, outcome]));
  const problems: { index: number | null; message: string }[] = [];
  for (const [index, { entryId, outcome }] of changes.entries()) {
    const report = (message: string) => problems.push({ index, message });
    if (!before.has(entryId)) report(`Entry ${entryId} is not part of this decision.`);
    else if (before.get(entryId) === outcome) report(`Entry ${entryId} is "${outcome}" already.`);
    if (changes.findIndex((other) => other.entryId === entryId) < index) report(`Entry ${entryId} is named twice.`);
    if (allowed[outcome] === undefined)
      report(`"${outcome}" is no outcome of this stage; it gives ${Object.keys(allowed).join(', ')}.`);
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
      problems.push({ index: null, message: `At most ${most} entries can be "${outcome}"; this would make ${count}.` });
  }
  return problems;
}

function isJudging(inputs: DecisionInputs): inputs is JudgingInputs {
  return inputs.mode === 'weighted-score' || inputs.mode === 'ranked-ballot';
}
