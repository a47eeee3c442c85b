import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/**
 * A mail address of a person, in canonical form. A person has several, exactly one of them primary: mails go there. Any
 * of them signs the person in; for that, an address belongs to one person only.
 */
export const PersonAddress = defineEntity({
  name: 'PersonAddress',
  schema: 'identity',
  tableName: 'person_address',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    address: p.text(),
    isPrimary: p.boolean(),
  },
});
export type PersonAddress = InferEntity<typeof PersonAddress>;
