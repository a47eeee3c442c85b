import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { FieldHmacs, FieldSalts } from '../form/content-digest.rules.js';
import type { JsonObject } from '../form/json-pointer.js';

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
