/** What a stage's decision says of each entry. */
export const OUTCOMES = ['valid', 'invalid', 'eligible', 'deserving', 'shortlisted', 'winner'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface EntryOutcome {
  entryId: string;
  outcome: Outcome;
}

/** What a method proposes: an outcome for each entry, sorted by entry id, and every step in plain words. */
export interface Proposal {
  outcomes: EntryOutcome[];
  log: string[];
}

/** A decision's raw inputs as its stage type read them: the mode says which recompute function takes them. */
export interface DecisionInputs {
  mode: 'pass-fail' | 'weighted-score' | 'ranked-ballot';
  [input: string]: unknown;
}

/** A change people made to a proposal, kept beside it. */
export interface Adjustment {
  entryId: string;
  outcome: Outcome;
  reasonCode: string;
}
