import type { WindowStepKey } from '#libs/contracts';
import { type WordLanguage, topic } from '#libs/words';
import * as messages from '../words/index.js';

/** What is said of a cycle in mails and lists: what its further deadlines are called (`step.…`), and how it signs. */
export const cycleWords = topic('cycles/cycle', messages.cycle);

/** A stage's title with the further deadline of it that is meant: `Call for entries (registration)`. */
export const titleWithStep = (title: string, step: WindowStepKey, language: WordLanguage): string =>
  cycleWords.say(language, 'titleWithStep', { title, step: cycleWords.say(language, `step.${step}`) });
