import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** How many entries a framework takes; the database has as many places in each. */
export const FRAMEWORK_PLACES = 3;

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

/** What a member of the secretariat can do in the name of a city that asked for it. */
export const CITY_ACTS = ['entry-drafted', 'entry-withdrawn'] as const;
export type CityActKind = (typeof CITY_ACTS)[number];

/** What was done in a city's name: by whom, and for which person of the city. Rows are never changed. */
export const CityAct = defineEntity({
  name: 'CityAct',
  schema: 'entries',
  tableName: 'city_act',
  properties: {
    id: p.uuid().primary(),
    cityId: p.uuid(),
    kind: p.text().$type<CityActKind>(),
    cycleId: p.uuid(),
    entryId: p.uuid(),
    doneBy: p.uuid(),
    onBehalfOf: p.uuid(),
    doneAt: p.datetime(3),
  },
});
export type CityAct = InferEntity<typeof CityAct>;

/** What a city binds itself by. */
export const SIGNED_ACTS = ['submitted', 'answered', 'withdrawn'] as const;
export type SignedAct = (typeof SIGNED_ACTS)[number];

/**
 * Who acted for a city, as they said themselves, and by which account. Personal data: in no digest,
 * and cleared by erasure.
 */
export const Signatory = defineEntity({
  name: 'Signatory',
  schema: 'entries',
  tableName: 'signatory',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    act: p.text().$type<SignedAct>(),
    /** The version that was submitted; null of a withdrawal. */
    version: p.integer().nullable(),
    accountId: p.text(),
    name: p.text().nullable(),
    function: p.text().nullable(),
    signedAt: p.datetime(3),
  },
});
export type Signatory = InferEntity<typeof Signatory>;
