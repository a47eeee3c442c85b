import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Verification } from './city-verification.entity.js';

/** What an organisation is. Only cities and regional governments are eligible by the shipped rules. */
export const CITY_KINDS = ['city', 'region', 'other'] as const;
export type CityKind = (typeof CITY_KINDS)[number];

/** Why two registered cities are one. */
export const MERGE_REASONS = ['registered-twice', 'other-spelling', 'renamed', 'amalgamated'] as const;
export type MergeReason = (typeof MERGE_REASONS)[number];

/** A city or local government that can enter. */
export const City = defineEntity({
  name: 'City',
  schema: 'entries',
  tableName: 'city',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    /** ISO 3166-1 alpha-2, of its territory when it was registered; `ZZ` where that has none. */
    countryCode: p.text(),
    kind: p.text().$type<CityKind>(),
    /** Key of the region of its territory when it was registered; what counts is the list of the cycle's programme. */
    region: p.text(),
    population: p.integer().nullable(),
    /** IANA zone. */
    zone: p.text(),
    registeredBy: p.text(),
    registeredAt: p.datetime(3),
    /** Key of the programme by whose list it was registered; `*` for the shipped list. */
    registeredIn: p.text().default('*'),
    /** Key of its territory; null where the list of the time before had none. */
    territory: p.text().nullable(),
    /** The city of the directory that it is; null for one that is not in it. */
    directoryId: p.text().nullable(),
    verification: p.text().$type<Verification>().default('unverified'),
    /** Was it verified by a letter of somebody entitled to bind it? */
    hasLetter: p.boolean().default(false),
    /** The city that it was merged into, with everything of its own; always one that is not merged itself. */
    mergedInto: p.uuid().nullable(),
  },
});
export type City = InferEntity<typeof City>;
