import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { CycleStatus } from '#libs/contracts';
import type { CycleDefinition } from '../definition/definition.js';

/** One edition of a programme. As a draft it holds its definition itself; once published, revisions do. */
export const Cycle = defineEntity({
  name: 'Cycle',
  schema: 'cycles',
  tableName: 'cycle',
  properties: {
    id: p.uuid().primary(),
    programme: p.text(),
    edition: p.text(),
    title: p.text(),
    zone: p.text(),
    demonstration: p.boolean(),
    status: p.text().$type<CycleStatus>(),
    /** Number of the revision in force; 0 while a draft. */
    revision: p.integer(),
    /** Increases with every write of the row; its ETag. */
    version: p.integer(),
    draft: p.json().$type<CycleDefinition>().nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
    publishedAt: p.datetime(3).nullable(),
    /** Since when it is paused; its live stages carry the same instant. */
    pausedAt: p.datetime(3).nullable(),
    /** When it was completed or cancelled. */
    endedAt: p.datetime(3).nullable(),
  },
});
export type Cycle = InferEntity<typeof Cycle>;
