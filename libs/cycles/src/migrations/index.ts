import type { MigrationClass } from '#libs/platform';
import { Cycles20261123000001 } from './20261123000001-cycles.js';
import { Amendments20261124000101 } from './20261124000101-amendments.js';
import { Cycles20261124002301 } from './20261124002301-command-answers.js';
import { Cycles20261124002501 } from './20261124002501-pause.js';
import { Cycles20261124002503 } from './20261124002503-outages.js';
import { Cycles20261124002601 } from './20261124002601-history.js';
import { Cycles20261126192901 } from './20261126192901-history-readers.js';
import { Cycles20261126195500 } from './20261126195500-attention-occurrences.js';
import { Cycles20261126200000 } from './20261126200000-reasons-in-mails.js';
import { Cycles20261127064000 } from './20261127064000-window-steps.js';
import { Cycles20261127210000 } from './20261127210000-lock-to-move.js';

/** The migrations of `cycles`, oldest first. */
export const cyclesMigrations: MigrationClass[] = [
  Cycles20261123000001,
  Amendments20261124000101,
  Cycles20261124002301,
  Cycles20261124002501,
  Cycles20261124002503,
  Cycles20261124002601,
  Cycles20261126192901,
  Cycles20261126195500,
  Cycles20261126200000,
  Cycles20261127064000,
  Cycles20261127210000,
];
