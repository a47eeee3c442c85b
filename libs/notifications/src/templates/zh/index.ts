import type { Mails } from '../shared/mail-template.js';
import { amendments } from './amendments.js';
import { clarifications } from './clarifications.js';
import { complaints } from './complaints.js';
import { entries } from './entries.js';
import { judging } from './judging.js';
import { people } from './people.js';
import { stages } from './stages.js';

/** The Chinese mails. */
export const zh: Mails = {
  ...amendments,
  ...clarifications,
  ...complaints,
  ...entries,
  ...judging,
  ...people,
  ...stages,
};
