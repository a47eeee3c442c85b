export { ArchiveCheckup } from './archive-checkup.js';
export { transparencyEntities } from './entities.js';
export { type TimelineItem, forgetEvents, logEvents, timelineOf } from './event-log.js';
export {
  type FetchHistory,
  HistoryArchiver,
  type ListEndedRuns,
  archivesOf,
  expectArchive,
  readArchive,
} from './history-archiver.js';
export { transparencyMigrations } from './migrations/index.js';
export { transparencyPermissions } from './permissions.js';
