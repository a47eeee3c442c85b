import type { MigrationClass } from '#libs/platform';
import { Identity20261123000101 } from './20261123000101-identity.js';
import { Identity20261123000102 } from './20261123000102-auth.js';

export const identityMigrations: MigrationClass[] = [Identity20261123000101, Identity20261123000102];
