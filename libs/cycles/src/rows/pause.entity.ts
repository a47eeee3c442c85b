import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** A pause of a cycle: when it began and ended, who said so, and why (codes and digests; the texts are in `reason`). */
export const Pause = defineEntity({
  name: 'Pause',
  schema: 'cycles',
  tableName: 'pause',
  properties: {
    cycleId: p.uuid().primary(),
    /** Counts the pauses of the cycle from 1. */
    number: p.integer().primary(),
    pausedAt: p.datetime(3),
    pausedBy: p.text(),
    reasonCode: p.text().nullable(),
    reasonDigest: p.text().nullable(),
    /** Null while it lasts. */
    resumedAt: p.datetime(3).nullable(),
    resumedBy: p.text().nullable(),
    resumeReasonCode: p.text().nullable(),
    resumeReasonDigest: p.text().nullable(),
  },
});
export type Pause = InferEntity<typeof Pause>;
