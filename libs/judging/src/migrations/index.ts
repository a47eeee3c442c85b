import type { MigrationClass } from '#libs/platform';
import { Judging20261123000501 } from './20261123000501-judging.js';
import { Judging20261124002101 } from './20261124002101-supersession.js';
import { Judging20261124002201 } from './20261124002201-certifiers.js';
import { Judging20261124002202 } from './20261124002202-complaints.js';
import { Judging20261124002502 } from './20261124002502-void-proposals.js';
import { Judging20261125010803 } from './20261125010803-appeals.js';
import { Judging20261126194500 } from './20261126194500-complaint-moves.js';
import { Judging20261126200002 } from './20261126200002-revisions.js';
import { Judging20261130120001 } from './20261130120001-ballots-of-methods.js';

export const judgingMigrations: MigrationClass[] = [
  Judging20261123000501,
  Judging20261124002101,
  Judging20261124002201,
  Judging20261124002202,
  Judging20261124002502,
  Judging20261125010803,
  Judging20261126194500,
  Judging20261126200002,
  Judging20261130120001,
];
