import type { EntryOutcome, Outcome, Proposal, Role, Said, SupersessionKind } from '#libs/contracts/pure';
import { compareIds } from '../counting/order.js';
import { refusal } from '../refusals.words.js';

/** A decision that supersedes another one is made of this alone: what stood before, and what was asked for. */
export type SupersessionInputs = {
  mode: 'supersession';
  kind: SupersessionKind;
  /**
   * The decision that stood before, with its outcomes and its reserve as they are now; `kind` null for a stage's own.
   */
  supersedes: {
    decisionId: string;
    number: number;
    kind: SupersessionKind | null;
    outcomes: EntryOutcome[];
    reserve: string[];
  };
  /** The changes people named. */
  changes: EntryOutcome[];
  /** May the reserve move up into the places of those who withdraw? */
  replaces: boolean;
  /** Entries of the reserve that had withdrawn when it was asked for. */
  passedOver: string[];
  askedBy: string;
  askedRole: Role;
  proposedBy: string;
  reasonCode: string;
  /** SHA-256 of the texts, hex. */
  reasonDigest: string;
  publicDigest: string | null;
  complaintId: string | null;
};

/** One outcome that is not what it was, and how that came about. */
export interface OutcomeChange {
  entryId: string;
  from: Outcome;
  to: Outcome;
  by: 'named' | 'reserve' | 'annulled';
}

/** The outcome that the reserve is kept for. */
export const RESERVED: Outcome = 'shortlisted';
/** Whoever has one of these can move up; nobody else was found good enough and is still there. */
const CAN_MOVE_UP: readonly Outcome[] = ['deserving', 'eligible'];

/** Recomputes a superseding decision: every outcome of the one before, with the changes. */
export function recomputeSupersession(inputs: SupersessionInputs): Proposal {
  const { kind, supersedes } = inputs;
  const { changes, unfilled } = supersededOutcomes(inputs);
  const to = new Map(changes.map((change) => [change.entryId, change.to]));
  const outcomes = supersedes.outcomes
    .map(({ entryId, outcome }) => ({ entryId, outcome: to.get(entryId) ?? outcome }))
    .sort((a, b) => compareIds(a.entryId, b.entryId));
  const log = [
    `Number ${supersedes.number + 1} supersedes decision ${supersedes.decisionId}: ${kind} (${inputs.reasonCode}).`,
    ...changes.map(changeWords),
    ...unfilled.map((entryId) => `The place of entry ${entryId} stays empty: nobody of the reserve is left.`),
    ...(kind === 'withheld' ? ['No outcome changes; the result is not shown.'] : []),
    ...(supersedes.kind === 'withheld' ? ['The result, withheld until now, is shown again.'] : []),
  ];
  return { outcomes, log, ...(supersedes.reserve.length > 0 ? { reserve: supersedes.reserve } : {}) };
}

/** What changes, the named changes first; and whose places nobody of the reserve is left for. */
export function supersededOutcomes(
  inputs: Pick<SupersessionInputs, 'kind' | 'supersedes' | 'changes' | 'replaces' | 'passedOver'>,
): { changes: OutcomeChange[]; unfilled: string[] } {
  const { kind, supersedes, replaces, passedOver } = inputs;
  const now = new Map(supersedes.outcomes.map(({ entryId, outcome }) => [entryId, outcome]));
  if (kind === 'annulment') {
    const left = [...now].filter(([, outcome]) => outcome !== 'annulled');
    return {
      changes: left.map(([entryId, from]) => ({ entryId, from, to: 'annulled', by: 'annulled' })),
      unfilled: [],
    };
  }
  const changes = inputs.changes.map(({ entryId, outcome }): OutcomeChange => ({
    entryId,
    from: now.get(entryId)!,
    to: outcome,
    by: 'named',
  }));
  for (const { entryId, to } of changes) now.set(entryId, to);
  if (kind !== 'withdrawal' || !replaces || supersedes.reserve.length === 0) return { changes, unfilled: [] };

  const unfilled: string[] = [];
  for (const { entryId: left } of changes.filter(({ from }) => from === RESERVED)) {
    const next = nextOfReserve(supersedes.reserve, now, passedOver);
    if (next === null) {
      unfilled.push(left);
      continue;
    }
    changes.push({ entryId: next, from: now.get(next)!, to: RESERVED, by: 'reserve' });
    now.set(next, RESERVED);
  }
  return { changes, unfilled };
}

/** The first of the reserve who is still there and has no place yet; null when nobody is left. */
export function nextOfReserve(
  reserve: readonly string[],
  outcomes: ReadonlyMap<string, Outcome>,
  passedOver: readonly string[] = [],
): string | null {
  const canMoveUp = (id: string) => CAN_MOVE_UP.includes(outcomes.get(id)!) && !passedOver.includes(id);
  return reserve.find(canMoveUp) ?? null;
}

function changeWords({ entryId, from, to, by }: OutcomeChange): string {
  const how = by === 'reserve' ? ' (moves up from the reserve)' : '';
  return `Entry ${entryId}: ${from} → ${to}${how}.`;
}

/**
 * The outcomes that people may name for a kind, beside how many at most may have each; `method` are
 * those of the stage's method.
 */
export function namableOutcomes(
  kind: SupersessionKind,
  method: Partial<Record<Outcome, number>>,
): Partial<Record<Outcome, number>> {
  switch (kind) {
    case 'correction':
      return method;
    case 'upheld-complaint':
      return { ...method, disqualified: Infinity };
    case 'disqualification':
      return { disqualified: Infinity };
    case 'withdrawal':
      return { withdrawn: Infinity };
    case 'annulment':
    case 'withheld':
      return {};
  }
}

/** What is wrong with superseding so as a whole, in words; null when its changes alone are to be looked at. */
export function supersessionProblem(
  kind: SupersessionKind,
  before: { kind: SupersessionKind | null; outcomes: readonly EntryOutcome[] },
  changes: readonly EntryOutcome[],
): Said | null {
  const namesNothing = kind === 'annulment' || kind === 'withheld';
  if (namesNothing && changes.length > 0) return refusal('supersession.aboutAll', { kind });
  if (kind === 'withheld' && before.kind === 'withheld') return refusal('supersession.withheldAlready');
  if (kind === 'annulment' && before.outcomes.every(({ outcome }) => outcome === 'annulled'))
    return refusal('supersession.annulledAlready');
  if (namesNothing || changes.length > 0) return null;
  // A correction without changes shows again what was withheld.
  if (before.kind === 'withheld' && (kind === 'correction' || kind === 'upheld-complaint')) return null;
  return refusal('supersession.namesNothing');
}
