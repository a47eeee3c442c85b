import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

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
