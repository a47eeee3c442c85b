import type { EntitySchema } from '@mikro-orm/postgresql';
import { HistoryArchive, LoggedEvent } from './audit.entities.js';

/** The entities of `transparency`, for `PlatformModule.forRoot`. */
export const transparencyEntities: EntitySchema[] = [LoggedEvent, HistoryArchive];
