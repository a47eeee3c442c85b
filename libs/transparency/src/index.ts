import type { EntitySchema } from '@mikro-orm/postgresql';
import { HistoryArchive } from './history-archive.entity.js';
import { LoggedEvent } from './logged-event.entity.js';

export { ArchiveCheckup } from './archive-checkup.js';
export * from './event-log.js';
export * from './history-archiver.js';
export * from './migrations/index.js';
export * from './pure.js';
export { HistoryArchive, LoggedEvent };
export const transparencyEntities: EntitySchema[] = [LoggedEvent, HistoryArchive];
export { transparencyPermissions } from './permissions.js';
