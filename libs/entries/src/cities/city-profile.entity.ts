import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Figures } from './city-profile.rules.js';

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
