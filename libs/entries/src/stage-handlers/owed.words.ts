import { type WordLanguage, topic } from '#libs/words';
import { mailedTitle } from '../entry/entry-answers.js';
import en from '../words/en/owed.json' with { type: 'json' };
import es from '../words/es/owed.json' with { type: 'json' };
import fr from '../words/fr/owed.json' with { type: 'json' };
import zh from '../words/zh/owed.json' with { type: 'json' };

const owedWords = topic('entries/owed', { en, zh, fr, es });

/** What a city owes, in words. */
export const notSubmitted = (title: string | null, language: WordLanguage): string =>
  owedWords.say(language, 'notSubmitted', { title: mailedTitle(title, language) });

/** What the staff owes, in words. */
export const toCheck = (count: number, language: WordLanguage): string => owedWords.say(language, 'toCheck', { count });
