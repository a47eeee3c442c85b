import { cyclesMigrations } from '#libs/cycles';
import { entriesMigrations } from '#libs/entries';
import { identityMigrations } from '#libs/identity';
import { judgingMigrations } from '#libs/judging';
import { notificationsMigrations } from '#libs/notifications';
import { type MigrationClass, platformMigrations } from '#libs/platform';
import { transparencyMigrations } from '#libs/transparency';

/** The migrations of every lib, each after those it stands on. */
export const allMigrations: MigrationClass[] = [
  ...platformMigrations,
  ...identityMigrations,
  ...cyclesMigrations,
  ...entriesMigrations,
  ...judgingMigrations,
  ...notificationsMigrations,
  ...transparencyMigrations,
];
