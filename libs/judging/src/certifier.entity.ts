import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** A person named beforehand to certify the decision of a stage, or to stand in for one, with what is a conflict for them. */
export const Certifier = defineEntity({
  name: 'Certifier',
  schema: 'judging',
  tableName: 'certifier',
  properties: {
    cycleId: p.uuid().primary(),
    stageKey: p.text().primary(),
    personId: p.uuid().primary(),
    /** The certifier in whose place this person certifies; null for a certifier. */
    standsInFor: p.uuid().nullable(),
    /** ISO 3166-1 alpha-2. */
    countryCodes: p.json().$type<string[]>(),
    cityIds: p.json().$type<string[]>(),
    /** Names of organisations. */
    employers: p.json().$type<string[]>(),
    /** Entries that the person declared a relation to. */
    entryIds: p.json().$type<string[]>(),
    namedBy: p.text(),
    namedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Certifier = InferEntity<typeof Certifier>;
