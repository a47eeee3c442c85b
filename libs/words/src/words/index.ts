// Written by `npm run words` from the folders beside it.
import entrantsEn from './en/entrants.json' with { type: 'json' };
import entrantsZh from './zh/entrants.json' with { type: 'json' };
import entrantsFr from './fr/entrants.json' with { type: 'json' };
import entrantsEs from './es/entrants.json' with { type: 'json' };

export const entrants = { en: entrantsEn, zh: entrantsZh, fr: entrantsFr, es: entrantsEs };
