import type { StageTypeWords } from '#libs/cycles';
import { topic } from '#libs/words';
import * as messages from '../words/index.js';

/** The settings that the words name. */
interface SettingsInWords {
  reviewsPerEntry: number;
  quotas: { shortlisted: number; deserving: number };
}

/** What people are told of technical screening. */
export const screeningWords: StageTypeWords<SettingsInWords> = {
  topic: topic('judging/screening', messages.screening),
  given: ({ reviewsPerEntry, quotas: { shortlisted, deserving } }, { criteria }) => ({
    reviewsPerEntry,
    criteria: criteria.length,
    shortlisted,
    deserving,
  }),
  undecided: () => ['experts'],
};
