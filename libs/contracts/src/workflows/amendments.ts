import type { Command } from './commands.js';
import type { CyclePlan, StageFacts } from './stage-facts.js';

/** A deadline moved by command, a change of the definition, or a panel's adoption of its method. */
export const AMENDMENT_KINDS = ['deadline', 'definition', 'method'] as const;
export type AmendmentKind = (typeof AMENDMENT_KINDS)[number];

export const AMENDMENT_STATES = ['proposed', 'adopted', 'withdrawn'] as const;
export type AmendmentState = (typeof AMENDMENT_STATES)[number];

/** One signature under a proposed amendment, whose definition the signer has read. */
export interface SignAmendmentCommand extends Command {
  amendmentId: string;
  definitionDigest: string;
}

/** Where an amendment stands. */
export interface AmendmentFacts {
  amendmentId: string;
  cycleId: string;
  kind: AmendmentKind;
  /** The stage whose panel adopts its method; null for other kinds. */
  stageKey: string | null;
  state: AmendmentState;
  /** Its number once adopted: amendment n makes revision n + 1. */
  number: number | null;
  definitionDigest: string;
  signatures: number;
  signaturesNeeded: number;
}

/** What a signature committed: with the last one the plan and the stages follow the new revision. */
export interface AmendmentCommitted {
  amendment: AmendmentFacts;
  plan: CyclePlan;
  /** The stages the amendment touched; empty until it is adopted. */
  stages: StageFacts[];
}
