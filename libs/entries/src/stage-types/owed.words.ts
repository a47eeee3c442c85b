import { type WordLanguage, topic } from '#libs/words';
import * as messages from '../words/index.js';

const owedWords = topic('entries/owed', messages.owed);

/** What a city owes, in words; the title is as mails show it. */
export const notSubmitted = (title: string, language: WordLanguage): string =>
  owedWords.say(language, 'notSubmitted', { title });

/** What the staff owes, in words. */
export const toCheck = (count: number, language: WordLanguage): string => owedWords.say(language, 'toCheck', { count });
