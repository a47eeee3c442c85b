import { type PassFailInputs, recomputePassFail } from '#libs/entries/pure';
import type { DecisionMethod } from './decision-method.js';

/** Eligibility: an entry is valid or not, by rules and by the people who confirm or override them. */
export const passFail: DecisionMethod<PassFailInputs> = {
  key: 'pass-fail',
  recompute: (inputs) => ({ ...recomputePassFail(inputs), details: {} }),
  allowedOutcomes: () => ({ valid: Infinity, invalid: Infinity }),
  frozen: ({ mode }, settings) => ({ mode, settings }),
};
