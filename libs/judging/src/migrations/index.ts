import type { MigrationClass } from '#libs/platform';
import { Judging20261123000501 } from './20261123000501-judging.js';

export const judgingMigrations: MigrationClass[] = [Judging20261123000501];
