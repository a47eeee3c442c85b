import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Every event as the auditor heard it from Kafka: the account of what happened, apart from the tables it happened in. */
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
