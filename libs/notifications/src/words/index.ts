// Written by `npm run words` from the folders beside it.
import codesEn from './en/codes.json' with { type: 'json' };
import codesZh from './zh/codes.json' with { type: 'json' };
import codesFr from './fr/codes.json' with { type: 'json' };
import codesEs from './es/codes.json' with { type: 'json' };

export const codes = { en: codesEn, zh: codesZh, fr: codesFr, es: codesEs };
