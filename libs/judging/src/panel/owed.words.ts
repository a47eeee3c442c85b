import { type WordLanguage, topic } from '#libs/words';
import type { ExpertLoad } from './panel.queries.js';
import en from '../words/en/owed.json' with { type: 'json' };
import es from '../words/es/owed.json' with { type: 'json' };
import fr from '../words/fr/owed.json' with { type: 'json' };
import zh from '../words/zh/owed.json' with { type: 'json' };

const owedWords = topic('judging/owed', { en, zh, fr, es });

/** What a juror owes, in words. */
export const ballotToCast = (language: WordLanguage): string => owedWords.say(language, 'ballot');

/** What an expert owes, in words. */
export const reviewsToWrite = (
  { open, assigned }: Pick<ExpertLoad, 'open' | 'assigned'>,
  language: WordLanguage,
): string => owedWords.say(language, 'reviews', { open, assigned });
