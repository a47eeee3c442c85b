import type { MigrationClass } from '../database/database.js';
import { Platform20261123000001 } from './20261123000001-platform.js';
import { Platform20261124002401 } from './20261124002401-republishing.js';
import { Platform20261126235200 } from './20261126235200-old-answers.js';
import { Platform20261127180000 } from './20261127180000-take-events.js';
import { Platform20261127190000 } from './20261127190000-write-events.js';
import { Platform20261128060000 } from './20261128060000-keys-and-single-events.js';

export const platformMigrations: MigrationClass[] = [
  Platform20261123000001,
  Platform20261124002401,
  Platform20261126235200,
  Platform20261127180000,
  Platform20261127190000,
  Platform20261128060000,
];
