// Written by `npm run words` from the folders beside it.
import pagesEn from './en/pages.json' with { type: 'json' };
import pagesZh from './zh/pages.json' with { type: 'json' };
import pagesFr from './fr/pages.json' with { type: 'json' };
import pagesEs from './es/pages.json' with { type: 'json' };

export const pages = { en: pagesEn, zh: pagesZh, fr: pagesFr, es: pagesEs };
