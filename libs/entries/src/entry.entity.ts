import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { JsonObject } from './json-pointer.js';

export const ENTRY_STATES = ['draft', 'submitted', 'withdrawn'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** An initiative entered into a cycle: its draft, and where it stands. What was submitted are its versions. */
export const Entry = defineEntity({
  name: 'Entry',
  schema: 'entries',
  tableName: 'entry',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    /** The call for entries it answers. */
    stageKey: p.text(),
    cityId: p.uuid(),
    /** What panels know it by where they are not to know the city; random. */
    alias: p.uuid(),
    state: p.text().$type<EntryState>(),
    /** Increases with every write of the row; its ETag. */
    version: p.integer(),
    draft: p.json().$type<JsonObject>(),
    /** Was the draft, or a contact, saved since the last submit? */
    draftChanged: p.boolean(),
    /** Number of the last submitted version; 0 without. */
    currentVersion: p.integer(),
    withdrawnAt: p.datetime(3).nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
    savedBy: p.text(),
    savedAt: p.datetime(3),
  },
});
export type Entry = InferEntity<typeof Entry>;
