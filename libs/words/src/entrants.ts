import * as messages from './words/index.js';
import { type WordArguments, type WordLanguage, textLanguage, topic } from './topic.js';

const entrantTopic = topic('words/entrants', messages.entrants);

type EntrantKey = keyof typeof messages.entrants.en;

/** Who enters an award, as its definition says; what it is called is in `words/<language>/entrants.json`. */
export type EntrantKind = EntrantKey extends infer Key ? (Key extends `${infer Kind}.gender` ? Kind : never) : never;

const GENDER = '.gender';

export const ENTRANT_KINDS = entrantTopic.keys
  .filter((key) => key.endsWith(GENDER))
  .map((key) => key.slice(0, -GENDER.length) as EntrantKind);

/** Who enters where a definition does not say. */
export const DEFAULT_ENTRANT: EntrantKind = 'city';

/**
 * What messages and mails call whoever enters: each form as an argument (`theEntrant`, `ofTheEntrants`), and with a
 * capital as another one (`TheEntrant`). `entrantGender` chooses what agrees with it, `entrantKind` what is said of one
 * kind only. A kind that a newer release knows is a city here.
 */
export function entrantWords(kind: string | undefined, language: WordLanguage): WordArguments {
  const known = ENTRANT_KINDS.find((each) => each === kind) ?? DEFAULT_ENTRANT;
  const prefix = `${known}.`;
  const forms = entrantTopic.keys
    .filter((key) => key.startsWith(prefix) && !key.endsWith(GENDER))
    .flatMap((key): [string, string][] => {
      const [form, text] = [key.slice(prefix.length), entrantTopic.say(language, key)];
      return [
        [form, text],
        [capital(form), capital(text)],
      ];
    });
  const entrantGender = entrantTopic.source(textLanguage(language), `${known}.gender`);
  return { ...Object.fromEntries(forms), entrantKind: known, entrantGender };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
