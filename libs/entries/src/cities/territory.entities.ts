import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Language } from '#libs/contracts';

/** What something is called, in each language. */
export type Names = Record<Language, string>;

/** A region of the world as a programme counts: its key stays, whatever it is called. */
export const Region = defineEntity({
  name: 'Region',
  schema: 'entries',
  tableName: 'region',
  properties: {
    /** Key of the programme; `*` for the list that new programmes begin with. */
    programme: p.text().primary(),
    key: p.text().primary(),
    names: p.json().$type<Names>(),
    version: p.integer(),
  },
});
export type Region = InferEntity<typeof Region>;

/**
 * A country or territory of a programme's list, which says what it is called and where it counts;
 * its ISO code is separate.
 */
export const Territory = defineEntity({
  name: 'Territory',
  schema: 'entries',
  tableName: 'territory',
  properties: {
    programme: p.text().primary(),
    key: p.text().primary(),
    /** ISO 3166-1 alpha-2; several territories may share one, and one may have none. */
    isoCode: p.text().nullable(),
    /** Key of its region. */
    region: p.text(),
    /** Key of the territory it counts as, where conflicts of interest ask for the country. */
    partOf: p.text().nullable(),
    names: p.json().$type<Names>(),
    /** Is it closed to new cities? */
    retired: p.boolean(),
    version: p.integer(),
  },
});
export type Territory = InferEntity<typeof Territory>;

/** What is counted by a list. */
export const PLACE_KINDS = ['territory', 'region'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** A change of a programme's list, with its reason. Rows are never changed. */
export const TerritoryChange = defineEntity({
  name: 'TerritoryChange',
  schema: 'entries',
  tableName: 'territory_change',
  properties: {
    id: p.uuid().primary(),
    programme: p.text(),
    kind: p.text().$type<PlaceKind>(),
    key: p.text(),
    /** The version it made. */
    version: p.integer(),
    before: p.json().$type<object>().nullable(),
    after: p.json().$type<object>(),
    reason: p.text(),
    changedBy: p.text(),
    changedAt: p.datetime(3),
  },
});
export type TerritoryChange = InferEntity<typeof TerritoryChange>;
