import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** What an organisation is. Only cities and regional governments are eligible by the shipped rules. */
export const CITY_KINDS = ['city', 'region', 'other'] as const;
export type CityKind = (typeof CITY_KINDS)[number];

/** A city or local government that can enter. */
export const City = defineEntity({
  name: 'City',
  schema: 'entries',
  tableName: 'city',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    /** ISO 3166-1 alpha-2. */
    countryCode: p.text(),
    kind: p.text().$type<CityKind>(),
    /** The programme's region of the world. */
    region: p.text(),
    population: p.integer().nullable(),
    /** IANA zone. */
    zone: p.text(),
    registeredBy: p.text(),
    registeredAt: p.datetime(3),
  },
});
export type City = InferEntity<typeof City>;
