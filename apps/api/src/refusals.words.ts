import { refusals } from '#libs/words';
import en from './words/en/refusals.json' with { type: 'json' };

/** What the routes themselves refuse. */
export const refusal = refusals('api/refusals', en);
