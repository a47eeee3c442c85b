import type { MigrationClass } from '#libs/platform';
import { Transparency20261123000701 } from './20261123000701-transparency.js';

export const transparencyMigrations: MigrationClass[] = [Transparency20261123000701];
