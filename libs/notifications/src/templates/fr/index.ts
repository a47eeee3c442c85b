import type { Mails } from '../shared/mail-template.js';
import { amendments } from './amendments.js';
import { clarifications } from './clarifications.js';
import { complaints } from './complaints.js';
import { decisions } from './decisions.js';
import { entries } from './entries.js';
import { people } from './people.js';
import { stages } from './stages.js';

/** The French mails. */
export const fr: Mails = {
  ...amendments,
  ...clarifications,
  ...complaints,
  ...decisions,
  ...entries,
  ...people,
  ...stages,
};
