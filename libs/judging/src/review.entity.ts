import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** One version of a review; append-only, the latest counts. */
export const Review = defineEntity({
  name: 'Review',
  schema: 'judging',
  tableName: 'review',
  properties: {
    assignmentId: p.uuid().primary(),
    version: p.integer().primary(),
    /** Random: what may be known of the review outside. */
    alias: p.uuid(),
    /** By criterion key. */
    scores: p.json().$type<Record<string, number>>(),
    comment: p.text(),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
    writtenAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Review = InferEntity<typeof Review>;
