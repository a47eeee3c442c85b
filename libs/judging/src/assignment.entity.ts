import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** `dropped`: the entry left the stage, by a decision that supersedes the one that brought it in. */
export type AssignmentState = 'open' | 'done' | 'recused' | 'dropped';

/** An expert is to review an entry. */
export const Assignment = defineEntity({
  name: 'Assignment',
  schema: 'judging',
  tableName: 'assignment',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** The expert. */
    personId: p.uuid(),
    entryId: p.uuid(),
    /** Place in the expert's own order, drawn by the seed; from 1. */
    position: p.integer(),
    state: p.text().$type<AssignmentState>(),
    /** Number of the latest review; 0 without one. Its ETag. */
    version: p.integer(),
    /** The assignment of the recused expert this one stands in for. */
    takesOver: p.uuid().nullable(),
    madeAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Assignment = InferEntity<typeof Assignment>;
