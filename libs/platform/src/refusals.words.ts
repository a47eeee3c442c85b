import { refusals } from '#libs/words';
import en from './words/en/refusals.json' with { type: 'json' };

/** What this lib refuses. */
export const refusal = refusals('platform/refusals', en);
