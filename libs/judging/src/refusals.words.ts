import { refusals } from '#libs/words/pure';
import en from './words/en/refusals.json' with { type: 'json' };

/** What this lib refuses. */
export const refusal = refusals('judging/refusals', en);
