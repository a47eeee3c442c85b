import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { JsonObject } from '../form/json-pointer.js';

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
