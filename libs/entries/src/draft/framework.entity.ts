import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** A larger policy framework of a city, entered into a cycle as up to three linked entries. */
export const Framework = defineEntity({
  name: 'Framework',
  schema: 'entries',
  tableName: 'framework',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    cityId: p.uuid(),
    name: p.text(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
  },
});
export type Framework = InferEntity<typeof Framework>;
