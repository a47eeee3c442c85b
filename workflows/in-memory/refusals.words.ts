import { refusals } from '#libs/words/pure';
import en from './words/en/refusals.json' with { type: 'json' };

/** What the activities in memory refuse beside what the rules of `cycles` do. */
export const refusal = refusals('in-memory/refusals', en);
