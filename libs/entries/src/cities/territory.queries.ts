/**
 * Where a city (`c`) of an entry (`e`) lies by the list of the cycle's programme, in SQL: `place`. Cities of the time before lists
 * have no territory; they keep the region they were registered with.
 */
export const PLACE_SQL = `join cycles.cycle ofcycle on ofcycle.id = e.cycle_id
  left join entries.territory place on place.programme = ofcycle.programme and place.key = c.territory`;
/** The region of such a city. */
export const REGION_SQL = 'coalesce(place.region, c.region)';
