/** What a stage's decision says of each entry; the last three only a superseding decision gives. */
export const OUTCOMES = [
  'valid',
  'invalid',
  'eligible',
  'deserving',
  'shortlisted',
  'winner',
  'disqualified',
  'withdrawn',
  'annulled',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface EntryOutcome {
  entryId: string;
  outcome: Outcome;
}

/** Why a certified decision is superseded by a later one. */
export const SUPERSESSION_KINDS = [
  'correction',
  'annulment',
  'disqualification',
  'withdrawal',
  'withheld',
  'upheld-complaint',
] as const;
export type SupersessionKind = (typeof SUPERSESSION_KINDS)[number];

/** What a method proposes: an outcome for each entry, sorted by entry id, and every step in plain words. */
export interface Proposal {
  outcomes: EntryOutcome[];
  log: string[];
  /**
   * Who moves up when a shortlisted entry withdraws in time, in this order; left out where the method gives no reserve.
   */
  reserve?: string[];
}

/** A decision's raw inputs as its stage type read them: the mode is the key of the method that takes them. */
export interface DecisionInputs {
  mode: string;
  [input: string]: unknown;
}

/** A change people made to a proposal, kept beside it. */
export interface Adjustment {
  entryId: string;
  outcome: Outcome;
  reasonCode: string;
}
