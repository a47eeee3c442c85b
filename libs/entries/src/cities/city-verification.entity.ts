import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Whether it is known that a city is what it says, and that its people speak for it. */
export const VERIFICATIONS = ['unverified', 'verified'] as const;
export type Verification = (typeof VERIFICATIONS)[number];

/** A letter by which somebody entitled to bind the city confirms who acts for it. The secretariat keeps the file; its digest is here. */
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

/** A mail domain that a programme trusts: whoever has an address there speaks for its cities. Removed, never deleted. */
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
