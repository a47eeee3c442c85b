import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { FieldHmacs, FieldSalts } from '../form/content-digest.rules.js';
import type { JsonObject } from '../form/json-pointer.js';

export const ENTRY_STATES = ['draft', 'submitted', 'withdrawn'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/**
 * An initiative entered into a cycle, and where it stands. Its draft are its sections, what was submitted its versions.
 */
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

/** A submitted content; append-only but for erasure, which clears a value and its salt and leaves its HMAC. */
export const EntryVersion = defineEntity({
  name: 'EntryVersion',
  schema: 'entries',
  tableName: 'entry_version',
  properties: {
    entryId: p.uuid().primary(),
    version: p.integer().primary(),
    content: p.json().$type<JsonObject>(),
    salts: p.json().$type<FieldSalts>(),
    hmacs: p.json().$type<FieldHmacs>(),
    /** Digests (SHA-256) of the files it was submitted with, by the attachments' ids. */
    attachments: p.json().$type<Record<string, string>>().default('{}'),
    /** The language it is written in, a tag of BCP 47; in no digest. Null where nobody was asked. */
    language: p.text().nullable(),
    digest: p.text(),
    digestAlgorithm: p.text(),
    /** Revision of the cycle definition whose form it was checked against. */
    revision: p.integer(),
    submittedAt: p.datetime(3),
    submittedBy: p.text(),
    late: p.boolean(),
    /** Was the first version of the entry submitted before the deadline for early entries? */
    early: p.boolean().default(false),
    /** The extension by which it came in after the close, if it did. */
    extensionId: p.uuid().nullable(),
    /** The clarification it answers: it differs from the version before in the fields that were asked about only. */
    clarificationId: p.uuid().nullable(),
    /** The reopening it confirms. */
    reopeningId: p.uuid().nullable(),
    /** The paper it came on, and when that arrived: the instant it is judged by. */
    paperId: p.uuid().nullable(),
    arrivedAt: p.datetime(3).nullable(),
  },
});
export type EntryVersion = InferEntity<typeof EntryVersion>;

/** A section of an entry's draft as it was last saved. */
export const EntrySection = defineEntity({
  name: 'EntrySection',
  schema: 'entries',
  tableName: 'entry_section',
  properties: {
    entryId: p.uuid().primary(),
    /** Key of the form's section. */
    key: p.text().primary(),
    /** Increases with every save; its ETag. Before the first there is no row. */
    version: p.integer(),
    /** The section's fields by their names. */
    content: p.json().$type<JsonObject>(),
    savedBy: p.text(),
    savedAt: p.datetime(3),
  },
});
export type EntrySection = InferEntity<typeof EntrySection>;

/** One save of a section; append-only but for erasure. */
export const EntrySectionVersion = defineEntity({
  name: 'EntrySectionVersion',
  schema: 'entries',
  tableName: 'entry_section_version',
  properties: {
    entryId: p.uuid().primary(),
    key: p.text().primary(),
    version: p.integer().primary(),
    content: p.json().$type<JsonObject>(),
    savedBy: p.text(),
    savedAt: p.datetime(3),
    /** Was it typed by the secretariat from what came on paper? */
    transcribed: p.boolean().default(false),
  },
});
export type EntrySectionVersion = InferEntity<typeof EntrySectionVersion>;

/** A contact person named in an entry: personal data, kept apart from the content and in no digest. */
export const EntryContact = defineEntity({
  name: 'EntryContact',
  schema: 'entries',
  tableName: 'entry_contact',
  properties: {
    entryId: p.uuid().primary(),
    position: p.integer().primary(),
    name: p.text(),
    office: p.text().nullable(),
    email: p.text(),
    phone: p.text().nullable(),
  },
});
export type EntryContact = InferEntity<typeof EntryContact>;
