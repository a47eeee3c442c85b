import { type WordLanguage, topic } from '#libs/words';
import { mailedTitle } from '../entry/entry-answers.js';
import * as messages from '../words/index.js';

const owedWords = topic('entries/owed', messages.owed);

/** What a city owes, in words. */
export const notSubmitted = (title: string | null, language: WordLanguage): string =>
  owedWords.say(language, 'notSubmitted', { title: mailedTitle(title, language) });

/** What the staff owes, in words. */
export const toCheck = (count: number, language: WordLanguage): string => owedWords.say(language, 'toCheck', { count });
