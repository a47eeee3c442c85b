import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

export const ENTRY_STATES = ['draft', 'submitted', 'withdrawn'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** An initiative entered into a cycle, and where it stands. Its draft are its sections, what was submitted its versions. */
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
    /** Of the draft, for lists; null as long as there is none. */
    title: p.text().nullable(),
    /** Was a section saved since the last submit? */
    draftChanged: p.boolean(),
    /** Number of the last submitted version; 0 without. */
    currentVersion: p.integer(),
    /** Increases with every change of the contacts; their ETag. */
    contactsVersion: p.integer(),
    /** Was it begun after the published deadline for registration, in its grace or by an extension? */
    begunLate: p.boolean().default(false),
    /** Revision of the definition whose form the draft follows: that of the last save. */
    formRevision: p.integer(),
    /** The larger policy framework it is part of, and its place there; withdrawn, it has none. */
    frameworkId: p.uuid().nullable(),
    frameworkPlace: p.integer().nullable(),
    /** The submitted version of an earlier cycle's entry that it enters again with new evidence. */
    resubmissionOf: p.uuid().nullable(),
    resubmissionOfVersion: p.integer().nullable(),
    /** What it was last reopened by, until a version confirms it. */
    reopeningId: p.uuid().nullable(),
    /** The paper it came on, as long as it does not count. */
    paperId: p.uuid().nullable(),
    withdrawnAt: p.datetime(3).nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
    savedBy: p.text(),
    savedAt: p.datetime(3),
  },
});
export type Entry = InferEntity<typeof Entry>;
