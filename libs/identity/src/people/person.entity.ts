import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Language } from './identity.rules.js';

/** Somebody who takes part. The row of the sign-in library has the same id and holds nothing else about the person. */
export const Person = defineEntity({
  name: 'Person',
  schema: 'identity',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    language: p.text().$type<Language>(),
    zone: p.text(),
    /** Is its address shared by several people of an office? */
    office: p.boolean().default(false),
    createdAt: p.datetime(),
    /** When they last signed in, also by accepting an invitation. */
    signedInAt: p.datetime().nullable(),
    erasedAt: p.datetime().nullable(),
  },
});
export type Person = InferEntity<typeof Person>;
