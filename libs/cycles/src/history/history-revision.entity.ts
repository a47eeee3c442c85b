import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { PastEdition } from './history.js';

/** A past edition as it was entered; a correction is a new row, rows are never changed. */
export const HistoryRevision = defineEntity({
  name: 'HistoryRevision',
  schema: 'cycles',
  tableName: 'history_revision',
  properties: {
    cycleId: p.uuid().primary(),
    revision: p.integer().primary(),
    document: p.json().$type<PastEdition>(),
    digest: p.text(),
    digestAlgorithm: p.text(),
    actorId: p.text(),
    enteredAt: p.datetime(3),
  },
});
export type HistoryRevision = InferEntity<typeof HistoryRevision>;
