import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

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
