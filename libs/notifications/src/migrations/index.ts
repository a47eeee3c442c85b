import type { MigrationClass } from '#libs/platform';
import { Notifications20261123000601 } from './20261123000601-notifications.js';

export const notificationsMigrations: MigrationClass[] = [Notifications20261123000601];
