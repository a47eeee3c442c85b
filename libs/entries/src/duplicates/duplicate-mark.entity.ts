import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** What a person said of two entries that are alike; append-only, the last one counts. */
export const DuplicateMark = defineEntity({
  name: 'DuplicateMark',
  schema: 'entries',
  tableName: 'duplicate_mark',
  properties: {
    a: p.uuid().primary(),
    b: p.uuid().primary(),
    sequence: p.integer().primary(),
    verdict: p.text().$type<'same' | 'different'>(),
    reasonCode: p.text(),
    reasonText: p.text().nullable(),
    markedBy: p.text(),
    markedAt: p.datetime(3),
  },
});
export type DuplicateMark = InferEntity<typeof DuplicateMark>;
