import { z } from 'zod';
import { CITY_KINDS, FIGURES, MERGE_REASONS, VERIFICATIONS } from '#libs/entries';
import { PageQuery } from '#libs/platform';
import { NewChoices } from '../../identity/privacy.schemas.js';
import { instant, line, listKey, reasonText, truth } from '../entry/entry.schemas.js';

const figure = z.object({ value: z.number(), source: z.string(), year: z.int() });
const country = z.string().regex(/^[A-Z]{2}$/);

const place = {
  programme: listKey.optional().describe('By whose list it names its territory; left out, the one you act in'),
  territory: listKey.optional().describe("Key of a territory of the programme's list; or `countryCode`"),
};
const kind = z.enum(CITY_KINDS);
const privacy = NewChoices.optional().describe(
  'What who registers it says to the privacy notice in force, each question with a yes or no; left out by whoever has answered it, and by the secretariat',
);
const GivenCity = z.strictObject({
  name: line(120),
  ...place,
  countryCode: country.optional().describe('ISO 3166-1 alpha-2, where one territory of the list has it'),
  kind,
  region: line(60).optional().describe('What the list says of the territory; refused when it is another'),
  population: z.int().min(1).max(100_000_000).nullable().default(null),
  zone: line(60).describe('IANA time zone'),
  privacy,
});
const ListedCity = z.strictObject({
  directory: line(100).describe('Id of a city of the directory, which knows its name, country, population and zone'),
  ...place,
  kind: kind.default('city'),
  privacy,
});
export const NewCity = z.union([GivenCity, ListedCity]);

export const City = z
  .object({
    id: z.uuid(),
    name: z.string(),
    territory: z.string().nullable().describe("Key in the programme's list of territories"),
    countryCode: z.string().describe('ISO 3166-1 alpha-2; `ZZ` where the territory has none'),
    kind,
    region: z.string().describe('Key of the region of the territory when it was registered'),
    population: z.int().nullable(),
    zone: z.string(),
    directoryId: z.string().nullable().describe('The city of the directory that it is'),
    verification: z.enum(VERIFICATIONS),
    hasLetter: z.boolean().describe('Verified by a letter of somebody entitled to bind the city'),
    registeredAt: instant,
    mergedInto: z
      .object({ id: z.uuid(), name: z.string(), at: instant, reasonCode: z.enum(MERGE_REASONS) })
      .nullable()
      .describe('The city that it was merged into, with everything of its own'),
  })
  .meta({ id: 'City' });
export const CitiesQuery = PageQuery.extend({
  merged: truth.optional().describe('Those that were merged into another one too'),
});

export const DirectoryQuery = z.strictObject({
  q: line(120).describe('The name or its beginning, a word of it, or something like it; case and accents do not count'),
  country: country.optional().describe('ISO 3166-1 alpha-2'),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export const CityDirectory = z
  .object({
    credit: z.string().describe('Show it wherever the cities are shown'),
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        countryCode: z.string(),
        population: figure.nullable(),
        zone: z.string(),
      }),
    ),
  })
  .meta({ id: 'CityDirectory' });

const bounded = (name: keyof typeof FIGURES, unit: string) => {
  const { least, most, whole } = FIGURES[name];
  const value = (whole ? z.int() : z.number()).min(least).max(most).describe(unit);
  return z.strictObject({ value, source: line(300), year: z.int().min(1900).max(2100) }).optional();
};
const figures = {
  population: bounded('population', 'People; counts as the size of the city'),
  surface: bounded('surface', 'Square kilometres'),
  density: bounded('density', 'People per square kilometre'),
  gdpPerCapita: bounded('gdpPerCapita', 'US dollars a year'),
  gini: bounded('gini', 'Gini coefficient, from 0 (all equal) to 1'),
};
export const NewProfile = z.strictObject({ figures: z.strictObject(figures) });
const shown = figure.optional();
export const CityProfile = z
  .object({
    cityId: z.uuid(),
    version: z.int().describe('Its ETag; 0 while nothing was said'),
    region: z.string(),
    figures: z.object({ population: shown, surface: shown, density: shown, gdpPerCapita: shown, gini: shown }),
    warnings: z.array(z.object({ pointer: z.string(), message: z.string() })).describe('What to look at again'),
    changedBy: z.string().nullable(),
    changedAt: instant.nullable(),
  })
  .meta({ id: 'CityProfile' });

const letter = z.strictObject({
  signedBy: line(200),
  function: line(200).describe('Of whoever signed, such as "Mayor"'),
  date: z.iso.date().describe('On the letter'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the file, which the secretariat keeps'),
});
export const NewVerification = z.strictObject({
  verification: z.enum(VERIFICATIONS),
  reason: reasonText,
  letter: letter.nullable().default(null).describe('Of somebody entitled to bind the city'),
});
export const CityVerification = z
  .object({
    id: z.uuid(),
    verification: z.enum(VERIFICATIONS),
    reason: z.string().nullable().describe('Null when a mail domain did it'),
    mailDomain: z.string().nullable().describe('The trusted one that did it; null when the secretariat did'),
    letter: z
      .object({ ...letter.shape, signedBy: z.string().nullable(), function: z.string().nullable() })
      .nullable()
      .describe('Who signed is forgotten after the period of `letter-signers`'),
    doneBy: z.string(),
    doneAt: instant,
  })
  .meta({ id: 'CityVerification' });

const trust = {
  domain: line(253).describe('Addresses there and of all domains under it'),
  territory: listKey.nullable().describe('Only for cities of this territory'),
  cityName: line(120).nullable().describe('Only for the city of this name'),
  reason: reasonText,
};
export const NewTrust = z.strictObject({
  ...trust,
  territory: trust.territory.default(null),
  cityName: trust.cityName.default(null),
});
export const TrustedDomain = z
  .object({ id: z.uuid(), ...trust, addedBy: z.string(), addedAt: instant })
  .meta({ id: 'TrustedDomain' });
export const TrustedDomainList = z.object({ items: z.array(TrustedDomain) }).meta({ id: 'TrustedDomainList' });
export const TrustRemoval = z.strictObject({ reason: reasonText });
