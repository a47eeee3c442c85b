import type { DecisionInputs, Outcome, Proposal, Said } from '#libs/contracts/pure';
import type { Topic } from '#libs/words/pure';
import { compareIds, sortedIds } from '../counting/order.js';

/**
 * What a method proposes: each entry's outcome, sorted by entry id; how it came about, in words; and the same as data,
 * by step. Log and details are internal: they rank, so nothing of them is shown where winners are unranked.
 */
export interface MethodProposal extends Proposal {
  details: Record<string, unknown>;
}

/**
 * A method by which decisions are made, registered in `registry.ts`. All of it is pure, and none of it changes once a
 * decision was made by it: auditors make the decision again years later.
 */
export interface DecisionMethod<Inputs extends DecisionInputs = DecisionInputs> {
  /** Name of the method in definitions, and `mode` of the inputs of its decisions. */
  key: string;
  /** Makes the decision from its raw inputs; the order of their lists changes nothing. Throws in plain words. */
  recompute(inputs: Inputs): MethodProposal;
  /** The outcomes it can give under these settings of a stage, and how many entries at most may have one. */
  allowedOutcomes(settings: unknown): Partial<Record<Outcome, number>>;
  /** The method alone: all of the inputs and settings that is frozen before anything is judged. */
  frozen(inputs: Inputs, settings: unknown): object;
  /** Sorts the lists of the inputs, so that equal inputs have equal digests; left out where they are read sorted. */
  normalise?(inputs: Inputs): Inputs;
}

/** A ballot as it enters a decision, known by its alias only. */
export type Counted<Ballot extends object> = Ballot & {
  alias: string;
  /** Ids of the entries that its author is recused from; nothing is said of them. */
  recused: string[];
};

/** The raw inputs of a decision by ballots: the method (frozen before) and all ballots. */
export type BallotInputs<Ballot extends object = object> = {
  mode: string;
  /** The most winners there can be. */
  winners: number;
  tieLadder: string[];
  seed: string;
  entryIds: string[];
  ballots: Counted<Ballot>[];
};

/** Something wrong in a ballot: where (JSON pointer), the entry it is about (if any), a message for its author. */
export interface BallotFault {
  pointer: string;
  entryId?: string;
  message: Said;
}

/**
 * A method's words, to be part of sentences on the jury: `vote` says what jurors do with the entries ("rank the
 * shortlisted entries"), `name` is the method as the subject of "proposes the winners".
 */
export type MethodWords = Pick<Topic<'vote' | 'name'>, 'say'>;

/** A method by which a jury votes: what a ballot is, and how ballots are checked and counted. */
export interface BallotMethod<Ballot extends object = object> extends DecisionMethod<BallotInputs<Ballot>> {
  /** JSON Schema of what a juror casts; strict, so that no ballot fits two methods. It is sealed as it is. */
  ballot: Readonly<Record<string, unknown>>;
  /** Checks a ballot that fits the schema before it is sealed: every one of `entryIds` is judged, or in `recused`. */
  check(ballot: Ballot, entryIds: readonly string[], recused: readonly string[]): BallotFault[];
  /** The steps that a tie ladder of such a jury may have, and the ladder where its definition says nothing. */
  tieSteps: readonly string[];
  tieLadder: readonly string[];
  words: MethodWords;
}

/** What every method by ballots has: its outcomes are winners and shortlisted entries, its ballots have aliases. */
export const byBallots = {
  allowedOutcomes: (settings: unknown): Partial<Record<Outcome, number>> => ({
    winner: quotasOf(settings)['winners'] ?? 0,
    shortlisted: Infinity,
  }),
  frozen: ({ mode, winners, tieLadder, seed }: BallotInputs): object => ({ mode, winners, tieLadder, seed }),
  normalise: <Ballot extends object>(inputs: BallotInputs<Ballot>): BallotInputs<Ballot> => ({
    ...inputs,
    entryIds: sortedIds(inputs.entryIds),
    ballots: inputs.ballots.toSorted((a, b) => compareIds(a.alias, b.alias)),
  }),
};

/** The quotas in the settings of a stage; none where it has no such settings. */
export const quotasOf = (settings: unknown): Record<string, number> =>
  (settings as { quotas?: Record<string, number> }).quotas ?? {};
