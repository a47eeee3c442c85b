import type { MigrationClass } from '../database.js';
import { Platform20261123000001 } from './20261123000001-platform.js';

export const platformMigrations: MigrationClass[] = [Platform20261123000001];
