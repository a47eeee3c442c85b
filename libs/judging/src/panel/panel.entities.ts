import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const SEATS = ['chair', 'member', 'deputy'] as const;
export type Seat = (typeof SEATS)[number];

/** A person's seat on the panel of a stage, with the cities and countries that are conflicts for them. */
export const PanelMember = defineEntity({
  name: 'PanelMember',
  schema: 'judging',
  tableName: 'panel_member',
  properties: {
    cycleId: p.uuid().primary(),
    stageKey: p.text().primary(),
    personId: p.uuid().primary(),
    /** A deputy judges nothing until appointed as a member in somebody's place. */
    seat: p.text().$type<Seat>(),
    /** ISO 3166-1 alpha-2. */
    countryCodes: p.json().$type<string[]>(),
    cityIds: p.json().$type<string[]>(),
    appointedBy: p.text(),
    appointedAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type PanelMember = InferEntity<typeof PanelMember>;

/** Somebody of a panel judges nothing of an entry; declared by themselves or about them. Never taken back. */
export const Recusal = defineEntity({
  name: 'Recusal',
  schema: 'judging',
  tableName: 'recusal',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    personId: p.uuid(),
    entryId: p.uuid(),
    reasonCode: p.text(),
    declaredBy: p.text(),
    declaredAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type Recusal = InferEntity<typeof Recusal>;

/**
 * A person named beforehand to certify the decision of a stage, or to stand in for one, with what
 * is a conflict for them.
 */
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
