import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Figures } from './city-profile.rules.js';

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

/** That two cities are different, or that this is open again; append-only, the last one counts. */
export const CITY_VERDICTS = ['different', 'open'] as const;
export type CityVerdict = (typeof CITY_VERDICTS)[number];

/** What a person said of two cities that may be the same. */
export const CityMark = defineEntity({
  name: 'CityMark',
  schema: 'entries',
  tableName: 'city_mark',
  properties: {
    a: p.uuid().primary(),
    b: p.uuid().primary(),
    sequence: p.integer().primary(),
    verdict: p.text().$type<CityVerdict>(),
    reasonText: p.text(),
    markedBy: p.text(),
    markedAt: p.datetime(3),
  },
});
export type CityMark = InferEntity<typeof CityMark>;

/** A version of a city's profile. Rows are never changed: the last one is what it says now. */
export const CityProfile = defineEntity({
  name: 'CityProfile',
  schema: 'entries',
  tableName: 'city_profile',
  properties: {
    cityId: p.uuid().primary(),
    version: p.integer().primary(),
    figures: p.json().$type<Figures>(),
    changedBy: p.text(),
    changedAt: p.datetime(3),
  },
});
export type CityProfile = InferEntity<typeof CityProfile>;

/** Whether it is known that a city is what it says, and that its people speak for it. */
export const VERIFICATIONS = ['unverified', 'verified'] as const;
export type Verification = (typeof VERIFICATIONS)[number];

/**
 * A letter by which somebody entitled to bind the city confirms who acts for it. The secretariat
 * keeps the file; its digest is here.
 */
export interface Letter {
  /** Null when its time was over, as is the function. */
  signedBy: string | null;
  /** The signer's function, such as "Mayor". */
  function: string | null;
  /** The day on the letter: YYYY-MM-DD. */
  date: string;
  /** SHA-256 of the file, in hexadecimal. */
  digest: string;
}

/** A city was verified, or is not any more. Rows are never changed, but for the signer's name when its time is over. */
export const CityVerification = defineEntity({
  name: 'CityVerification',
  schema: 'entries',
  tableName: 'city_verification',
  properties: {
    id: p.uuid().primary(),
    cityId: p.uuid(),
    verification: p.text().$type<Verification>(),
    /** Why, as the secretariat says; null when a mail domain did it. */
    reason: p.text().nullable(),
    /** The trust by which the address of the person who registered it speaks for the city. */
    trustedDomainId: p.uuid().nullable(),
    letter: p.json().$type<Letter>().nullable(),
    doneBy: p.text(),
    doneAt: p.datetime(3),
  },
});
export type CityVerification = InferEntity<typeof CityVerification>;

/**
 * A mail domain that a programme trusts: whoever has an address there speaks for its cities. Removed, never deleted.
 */
export const TrustedDomain = defineEntity({
  name: 'TrustedDomain',
  schema: 'entries',
  tableName: 'trusted_domain',
  properties: {
    id: p.uuid().primary(),
    programme: p.text(),
    domain: p.text(),
    /** Only for cities of this territory. */
    territory: p.text().nullable(),
    /** Only for the city of this name. */
    cityName: p.text().nullable(),
    reason: p.text(),
    addedBy: p.text(),
    addedAt: p.datetime(3),
    removedBy: p.text().nullable(),
    removedAt: p.datetime(3).nullable(),
    removalReason: p.text().nullable(),
  },
});
export type TrustedDomain = InferEntity<typeof TrustedDomain>;
