<<<<<<< HEAD
import { refusals } from '#libs/words/pure';
import en from './words/en/refusals.json' with { type: 'json' };

/** What the routes themselves refuse. */
=======
import { refusals } from '#libs/words';
import en from './words/en/refusals.json' with { type: 'json' };

/** What the API itself refuses. */
>>>>>>> wt/ref3
export const refusal = refusals('api/refusals', en);
