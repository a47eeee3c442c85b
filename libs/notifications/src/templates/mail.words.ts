import { topic } from '#libs/words/pure';
import * as messages from '../words/index.js';

/**
 * What mails say besides their templates: `instant`, a moment with its zone; `demonstration.…` in the subject of
 * every mail of a demonstration and at the top of its text; and words for codes (`role.juror`). A code without a
 * word is shown as it is: people give reasons in codes of their own.
 */
export const codeWords = topic('notifications/codes', messages.codes);

/** The tables of codes; each is a filter of its name, as in `{{ role | role }}`. */
export const CODE_TABLES = [
  ...new Set(codeWords.keys.flatMap((key) => (key.includes('.') ? [key.split('.')[0]!] : []))),
].filter((table) => table !== 'demonstration');
