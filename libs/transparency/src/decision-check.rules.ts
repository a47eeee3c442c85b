import canonicalize from 'canonicalize';
import type { Adjustment, DecisionFacts, DecisionInputs, EntryOutcome, Proposal } from '#libs/contracts/pure';
import type { Divergence } from './fold.rules.js';
import type { Committed } from './history.rules.js';

/** A decision as the database has it: its raw inputs read from the tables now, and every proposal made of it. */
export interface DecisionAccount {
  decisionId: string;
  stageKey: string;
  /** Settings of the stage in its definition. */
  settings: unknown;
  inputs: DecisionInputs;
  proposals: (Proposal & { version: number; adjustments: Adjustment[]; digest: string })[];
  /** The outcomes that stand, as results show them; sorted by entry id. */
  outcomes: EntryOutcome[];
}

/** How decisions are recomputed and digested; the app gives the functions of the libs that decide. */
export interface Recomputation {
  recompute(inputs: DecisionInputs): Proposal;
  digests(
    inputs: DecisionInputs,
    settings: unknown,
    proposal: Proposal,
    adjustments: Adjustment[],
  ): { inputs: string; method: string; proposal: string };
}

/**
 * Recomputes a decision from its raw inputs and holds it against what the workflow recorded when it was made: the same inputs,
 * the same method, the same first proposal, and the proposal that was certified.
 */
export function compareDecision(account: DecisionAccount, committed: Committed[], by: Recomputation): Divergence[] {
  const recorded = committed.filter(({ decision }) => decision?.decisionId === account.decisionId);
  const last = recorded.at(-1);
  if (!last) return [divergence(account, null, 'The database has this decision, and no workflow recorded it.')];
  const facts = last.decision!;
  const found: Divergence[] = [];
  const say = (detail: string) => found.push(divergence(account, last, detail));

  const first = account.proposals.find(({ version }) => version === 1);
  const final = account.proposals.find(({ version }) => version === facts.proposalVersion);
  if (!first || !final) {
    say(`Proposal version ${first ? facts.proposalVersion : 1} is missing in the database.`);
    return found;
  }
  const now = by.digests(account.inputs, account.settings, final, final.adjustments);
  compareDigest('raw inputs (scores, ballots, checks)', facts, 'inputsDigest', now.inputs, say);
  compareDigest('method', facts, 'methodDigest', now.method, say);
  compareDigest('certified proposal', facts, 'proposalDigest', now.proposal, say);
  if (canonicalize(account.outcomes) !== canonicalize(final.outcomes)) {
    say('The outcomes that results show are not those of the certified proposal.');
  }
  const again = recomputed(account, by);
  if (typeof again === 'string') say(again);
  else if (text(again) !== text(first))
    say('Recomputed from its raw inputs, the proposal is not the one that was made.');
  return found;
}

/** Decisions that a workflow recorded as complete, and that the database does not have (any more). */
export function missingDecisions(accounts: DecisionAccount[], committed: Committed[]): Divergence[] {
  const known = new Set(accounts.map(({ decisionId }) => decisionId));
  return committed
    .filter(({ decision }) => decision?.complete && !known.has(decision.decisionId))
    .map((at) =>
      divergence(
        at.decision!,
        at,
        'A workflow recorded this decision as certified, and the database does not have it.',
      ),
    );
}

function compareDigest(
  what: string,
  facts: DecisionFacts,
  key: 'inputsDigest' | 'methodDigest' | 'proposalDigest',
  now: string,
  say: (detail: string) => void,
): void {
  if (facts[key] !== now) say(`The ${what} had the digest ${facts[key]} when it was decided, and has ${now} now.`);
}

function recomputed({ inputs }: DecisionAccount, by: Recomputation): Proposal | string {
  try {
    return by.recompute(inputs);
  } catch (error) {
    return `It cannot be recomputed from its raw inputs: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const text = ({ outcomes, log }: Proposal): string => canonicalize([outcomes, log]) ?? '';

const divergence = (
  { decisionId, stageKey }: Pick<DecisionAccount, 'decisionId' | 'stageKey'>,
  at: Committed | null,
  detail: string,
): Divergence => ({
  check: 'decision',
  what: `decision of stage ${stageKey}`,
  where: at ? `${at.workflowId}, event ${at.eventId}` : `judging.decision ${decisionId}`,
  when: at?.at ?? null,
  detail,
});
