import type { MigrationClass } from '#libs/platform';
import { Entries20261123000001 } from './20261123000001-entries.js';

/** The migrations of `entries`, oldest first. */
export const entriesMigrations: MigrationClass[] = [Entries20261123000001];
