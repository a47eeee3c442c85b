import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

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
