import { z } from 'zod';
import { topic } from '#libs/words';
import * as messages from '../words/index.js';
import type { StageType } from './stage-type.js';
import type { StageTypeWords } from './stage-words.js';

/** Where the ceremony is held, for mails and pages. */
const settings = z.strictObject({ place: z.string().trim().min(1).max(200).optional() });

type Settings = z.output<typeof settings>;

/** What people are told of a ceremony. */
const words: StageTypeWords<Settings> = {
  topic: topic('cycles/ceremony', messages.ceremony),
  given: ({ place = '' }) => ({ placed: place === '' ? 'no' : 'yes', place }),
  undecided: ({ place }) => (place ? [] : ['place']),
};

/** The day results become public. It takes nothing in and decides nothing; other stages release at its opening. */
export const ceremony: StageType<Settings> = { key: 'ceremony', settings, decides: false, takes: [], words };
