import { type WordLanguage, topic } from '#libs/words';
import en from '../words/en/owed.json' with { type: 'json' };
import es from '../words/es/owed.json' with { type: 'json' };
import fr from '../words/fr/owed.json' with { type: 'json' };
import zh from '../words/zh/owed.json' with { type: 'json' };

const owedWords = topic('entries/owed', { en, zh, fr, es });

/** What a city owes, in words; the title is as mails show it. */
export const notSubmitted = (title: string, language: WordLanguage): string =>
  owedWords.say(language, 'notSubmitted', { title });

/** What the staff owes, in words. */
export const toCheck = (count: number, language: WordLanguage): string => owedWords.say(language, 'toCheck', { count });
