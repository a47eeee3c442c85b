import { topic } from '#libs/words/pure';
import en from '../words/en/codes.json' with { type: 'json' };
import es from '../words/es/codes.json' with { type: 'json' };
import fr from '../words/fr/codes.json' with { type: 'json' };
import zh from '../words/zh/codes.json' with { type: 'json' };

/**
 * What mails say besides their templates: `instant`, a moment with its zone; `demonstration.…` in the subject of
 * every mail of a demonstration and at the top of its text; and words for codes (`role.juror`). A code without a
 * word is shown as it is: people give reasons in codes of their own.
 */
export const codeWords = topic('notifications/codes', { en, zh, fr, es });

/** The tables of codes; each is a filter of its name, as in `{{ role | role }}`. */
export const CODE_TABLES = [
  ...new Set(codeWords.keys.flatMap((key) => (key.includes('.') ? [key.split('.')[0]!] : []))),
].filter((table) => table !== 'demonstration');
