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
    createdAt: p.datetime(),
  },
});
export type Person = InferEntity<typeof Person>;
