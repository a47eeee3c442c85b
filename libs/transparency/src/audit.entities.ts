import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/**
 * Every event as the auditor heard it from Kafka: the account of what happened, apart from the tables it happened in.
 */
export const LoggedEvent = defineEntity({
  name: 'LoggedEvent',
  schema: 'transparency',
  tableName: 'logged_event',
  properties: {
    id: p.uuid().primary(),
    type: p.text(),
    subject: p.text(),
    sequence: p.bigint('number'),
    time: p.datetime(3),
    actor: p.text(),
    onBehalfOf: p.text().nullable(),
    cause: p.text(),
    cycleId: p.uuid().nullable(),
    data: p.json(),
  },
});
export type LoggedEvent = InferEntity<typeof LoggedEvent>;

/**
 * A workflow run to archive, and the archive once it is made: the history as JSON, compressed, with
 * the digest of the JSON.
 */
export const HistoryArchive = defineEntity({
  name: 'HistoryArchive',
  schema: 'transparency',
  tableName: 'history_archive',
  properties: {
    workflowId: p.text().primary(),
    runId: p.text().primary(),
    cycleId: p.uuid(),
    endingAt: p.datetime(3),
    archivedAt: p.datetime(3).nullable(),
    /** Since when Temporal is known not to have the history any more. */
    lostAt: p.datetime(3).nullable(),
    events: p.integer().nullable(),
    /** SHA-256, hex, of the JSON text. */
    digest: p.text().nullable(),
    history: p.blob().nullable().lazy(),
  },
});
export type HistoryArchive = InferEntity<typeof HistoryArchive>;
