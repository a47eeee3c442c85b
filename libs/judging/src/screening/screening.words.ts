import type { StageTypeWords } from '#libs/cycles';
import { topic } from '#libs/words';
import en from '../words/en/screening.json' with { type: 'json' };
import es from '../words/es/screening.json' with { type: 'json' };
import fr from '../words/fr/screening.json' with { type: 'json' };
import zh from '../words/zh/screening.json' with { type: 'json' };

/** The settings that the words name. */
interface SettingsInWords {
  reviewsPerEntry: number;
  quotas: { shortlisted: number; deserving: number };
}

/** What people are told of technical screening. */
export const screeningWords: StageTypeWords<SettingsInWords> = {
  topic: topic('judging/screening', { en, zh, fr, es }),
  given: ({ reviewsPerEntry, quotas: { shortlisted, deserving } }, { criteria }) => ({
    reviewsPerEntry,
    criteria: criteria.length,
    shortlisted,
    deserving,
  }),
  undecided: () => ['experts'],
};
