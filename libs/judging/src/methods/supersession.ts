import type { DecisionMethod } from './decision-method.js';
import { type SupersessionInputs, recomputeSupersession } from './supersession.rules.js';

/** What a certified decision is superseded by: the outcomes in force, with the changes that were asked for. */
export const supersession: DecisionMethod<SupersessionInputs> = {
  key: 'supersession',
  recompute: (inputs) => ({ ...recomputeSupersession(inputs), details: {} }),
  // What people may name depends on the method of the stage's own decision.
  allowedOutcomes: () => ({}),
  frozen: ({ mode }) => ({ mode }),
};
