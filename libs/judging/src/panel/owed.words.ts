import { type WordLanguage, topic } from '#libs/words';
import type { ExpertLoad } from './panel.queries.js';
import * as messages from '../words/index.js';

const owedWords = topic('judging/owed', messages.owed);

/** What a juror owes, in words. */
export const ballotToCast = (language: WordLanguage): string => owedWords.say(language, 'ballot');

/** What an expert owes, in words. */
export const reviewsToWrite = (
  { open, assigned }: Pick<ExpertLoad, 'open' | 'assigned'>,
  language: WordLanguage,
): string => owedWords.say(language, 'reviews', { open, assigned });
