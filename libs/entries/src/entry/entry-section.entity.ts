import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { JsonObject } from '../form/json-pointer.js';

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
