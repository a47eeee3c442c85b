import canonicalize from 'canonicalize';
import type {
  Adjustment,
  DecisionFacts,
  DecisionInputs,
  EntryOutcome,
  Proposal,
  Signature,
} from '#libs/contracts/pure';
import type { Divergence } from './fold.rules.js';
import type { Committed } from './history.rules.js';

/** A decision as the database has it: its raw inputs read from the tables now, and every proposal made of it. */
export interface DecisionAccount {
  decisionId: string;
  stageKey: string;
  /**
   * 1 for the stage's own, 2 … for those that supersede it; the decision it takes the place of,
   * null for the stage's own.
   */
  number?: number;
  supersedes?: string | null;
  /** Settings of the stage in its definition. */
  settings: unknown;
  inputs: DecisionInputs;
  /** Proposals up to this version are void: the stage was reopened after them. */
  voidUntil?: number;
  proposals: (Proposal & { version: number; adjustments: Adjustment[]; digest: string })[];
  /** The outcomes that stand, as results show them; sorted by entry id. */
  outcomes: EntryOutcome[];
  /** Who stands for it: signed, certified, in whose place, co-signed by whom. */
  standing?: (Signature & { proposalVersion: number })[];
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
 * Recomputes a decision from its raw inputs and holds it against what the workflow recorded when it
 * was made: the same inputs, the same method, the same first proposal, and the proposal that was
 * certified.
 */
export function compareDecision(account: DecisionAccount, committed: Committed[], by: Recomputation): Divergence[] {
  const recorded = committed.filter(({ decision }) => decision?.decisionId === account.decisionId);
  const last = recorded.at(-1);
  if (!last) return [divergence(account, null, 'The database has this decision, and no workflow recorded it.')];
  const facts = last.decision!;
  const found: Divergence[] = [];
  const say = (detail: string) => found.push(divergence(account, last, detail));

  const firstVersion = (account.voidUntil ?? 0) + 1;
  const first = account.proposals.find(({ version }) => version === firstVersion);
  const final = account.proposals.find(({ version }) => version === facts.proposalVersion);
  if (!first || !final) {
    say(`Proposal version ${first ? facts.proposalVersion : firstVersion} is missing in the database.`);
    return found;
  }
  const now = by.digests(account.inputs, account.settings, final, final.adjustments);
  compareDigest('raw inputs (scores, ballots, checks)', facts, 'inputsDigest', now.inputs, say);
  compareDigest('method', facts, 'methodDigest', now.method, say);
  compareDigest('certified proposal', facts, 'proposalDigest', now.proposal, say);
  if (canonicalize(account.outcomes) !== canonicalize(final.outcomes)) {
    say('The outcomes that results show are not those of the certified proposal.');
  }
  compareSignatures(account, recorded, say);
  compareSupersession(account, facts, say);
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

/**
 * Who certified, in whose place, and which auditor co-signed, is what the workflow recorded;
 * signatures made before this was recorded have nothing to be held against, unless they claim a
 * stand-in or a co-signature.
 */
function compareSignatures(
  { standing = [] }: DecisionAccount,
  recorded: Committed[],
  say: (detail: string) => void,
): void {
  const of = ({ kind, personId, inPlaceOf, conflicts, coSignedBy }: Signature, proposalVersion: number): string =>
    canonicalize({ kind, personId, inPlaceOf, conflicts, coSignedBy, proposalVersion }) ?? '';
  const rows = standing.map((each) => of(each, each.proposalVersion));
  const made = recorded.flatMap(({ signature, decision }) =>
    signature ? [of(signature, decision!.proposalVersion)] : [],
  );
  if (made.some((each) => !rows.includes(each)))
    say('A signature, its stand-in or its co-signature is not what was recorded when it was given.');
  const isSpecial = ({ inPlaceOf, coSignedBy }: Signature) => inPlaceOf !== null || coSignedBy !== null;
  if (standing.some((each, index) => isSpecial(each) && !made.includes(rows[index]!)))
    say('The database has a stand-in or a co-signature that no workflow recorded.');
}

/** Which decision one supersedes, and its number, is what the workflow recorded. */
function compareSupersession(
  { number = 1, supersedes = null }: DecisionAccount,
  { supersession }: DecisionFacts,
  say: (detail: string) => void,
): void {
  const recorded = { number: supersession?.number ?? 1, supersedes: supersession?.supersedes ?? null };
  if (recorded.number === number && recorded.supersedes === supersedes) return;
  say(
    `It was recorded as number ${recorded.number}, superseding ${recorded.supersedes ?? 'none'}; ` +
      `the database has number ${number}, superseding ${supersedes ?? 'none'}.`,
  );
}

/** Each stage has one decision of each number from 1 on, and each supersedes the one before it. */
export function compareChains(accounts: DecisionAccount[]): Divergence[] {
  const stages = Map.groupBy(accounts, ({ stageKey }) => stageKey);
  return [...stages.values()].flatMap((chain) => {
    const sorted = chain.toSorted((a, b) => (a.number ?? 1) - (b.number ?? 1));
    const broken = sorted.find(
      ({ number = 1, supersedes = null }, index) =>
        number !== index + 1 || supersedes !== (sorted[index - 1]?.decisionId ?? null),
    );
    if (!broken) return [];
    return [divergence(broken, null, 'It does not follow the decision of the stage that is certified before it.')];
  });
}

function recomputed({ inputs }: DecisionAccount, by: Recomputation): Proposal | string {
  try {
    return by.recompute(inputs);
  } catch (error) {
    return `It cannot be recomputed from its raw inputs: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const text = ({ outcomes, log, reserve = [] }: Proposal): string => canonicalize([outcomes, log, reserve]) ?? '';

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
