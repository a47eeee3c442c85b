import type { MigrationClass } from '#libs/platform';
import { Cycles20261123000001 } from './20261123000001-cycles.js';

/** The migrations of `cycles`, oldest first. */
export const cyclesMigrations: MigrationClass[] = [Cycles20261123000001];
