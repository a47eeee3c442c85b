import type { WindowStepKey } from '#libs/contracts';
import { type WordLanguage, topic } from '#libs/words';
import en from '../words/en/cycle.json' with { type: 'json' };
import es from '../words/es/cycle.json' with { type: 'json' };
import fr from '../words/fr/cycle.json' with { type: 'json' };
import zh from '../words/zh/cycle.json' with { type: 'json' };

/** What is said of a cycle in mails and lists: what its further deadlines are called (`step.…`), and how it signs. */
export const cycleWords = topic('cycles/cycle', { en, zh, fr, es });

/** A stage's title with the further deadline of it that is meant: `Call for entries (registration)`. */
export const titleWithStep = (title: string, step: WindowStepKey, language: WordLanguage): string =>
  cycleWords.say(language, 'titleWithStep', { title, step: cycleWords.say(language, `step.${step}`) });
