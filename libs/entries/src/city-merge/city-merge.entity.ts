import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { MergeReason } from '../cities/city.entities.js';
import type { MergeMoves } from './city-merge.rules.js';

/** A city was merged into another one. Rows are never changed. */
export const CityMerge = defineEntity({
  name: 'CityMerge',
  schema: 'entries',
  tableName: 'city_merge',
  properties: {
    id: p.uuid().primary(),
    cityId: p.uuid(),
    /** The city it was merged into, as it was then: that may have been merged in its turn. */
    intoId: p.uuid(),
    /** Of the preview that it was done by. */
    digest: p.text(),
    /** Everything that moved, by ids. */
    moved: p.json().$type<MergeMoves>(),
    reasonCode: p.text().$type<MergeReason>(),
    reasonText: p.text(),
    doneBy: p.text(),
    doneAt: p.datetime(3),
  },
});
export type CityMerge = InferEntity<typeof CityMerge>;
