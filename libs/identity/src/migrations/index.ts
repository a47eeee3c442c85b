import type { MigrationClass } from '#libs/platform';
import { Identity20261123000101 } from './20261123000101-identity.js';
import { Identity20261123000102 } from './20261123000102-auth.js';
import { Identity20261125010200 } from './20261125010200-city-roles.js';
import { Identity20261126234000 } from './20261126234000-city-people.js';
import { Identity20261126234100 } from './20261126234100-office-accounts.js';
import { Identity20261126234300 } from './20261126234300-privacy.js';
import { Identity20261126234500 } from './20261126234500-personal-data.js';
import { Identity20261126235000 } from './20261126235000-retention.js';
import { Identity20261127060000 } from './20261127060000-merged-cities.js';
import { Identity20261130230000 } from './20261130230000-changes-are-said.js';
import { Identity20261201030000 } from './20261201030000-any-language.js';

export const identityMigrations: MigrationClass[] = [
  Identity20261123000101,
  Identity20261123000102,
  Identity20261125010200,
  Identity20261126234000,
  Identity20261126234100,
  Identity20261126234300,
  Identity20261126234500,
  Identity20261126235000,
  Identity20261127060000,
  Identity20261130230000,
  Identity20261201030000,
];
