import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Two fingerprints so alike that people should look; the lower id first. */
export const Duplicate = defineEntity({
  name: 'Duplicate',
  schema: 'entries',
  tableName: 'duplicate',
  properties: {
    a: p.uuid().primary(),
    b: p.uuid().primary(),
    /** How alike the titles are, from 0 to 1; null where one is too short to say. */
    title: p.float().columnType('real').nullable(),
    abstract: p.float().columnType('real').nullable(),
    /** The greater of the two. */
    likeness: p.float().columnType('real'),
  },
});
export type Duplicate = InferEntity<typeof Duplicate>;
