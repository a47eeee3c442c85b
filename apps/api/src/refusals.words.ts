import { refusals } from '#libs/words';
import en from './words/en/refusals.json' with { type: 'json' };

/** What the API itself refuses. */
export const refusal = refusals('api/refusals', en);
