import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { FieldHmacs, FieldSalts } from './content-digest.rules.js';
import type { JsonObject } from './json-pointer.js';

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
    digest: p.text(),
    digestAlgorithm: p.text(),
    /** Revision of the cycle definition whose form it was checked against. */
    revision: p.integer(),
    submittedAt: p.datetime(3),
    submittedBy: p.text(),
    late: p.boolean(),
    /** The extension by which it came in after the close, if it did. */
    extensionId: p.uuid().nullable(),
  },
});
export type EntryVersion = InferEntity<typeof EntryVersion>;
