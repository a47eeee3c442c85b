import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { UnitOfWork } from '#libs/platform';

/** The names of cities, by id. */
export async function citiesByName(em: SqlEntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await em.execute<{ id: string; name: string }[]>('select id, name from entries.city where id in (?)', [
    [...ids],
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The city and those that were merged into it. */
export async function withMerged(em: SqlEntityManager, cityId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>('select id from entries.city where id = ? or merged_into = ?', [
    cityId,
    cityId,
  ]);
  return rows.map(({ id }) => id);
}

/** Finds the name of a city; null when there is none of that id. For mails of libs that do not know cities. */
export const cityNames =
  (unitOfWork: UnitOfWork) =>
  async (cityId: string): Promise<string | null> => {
    const [city] = await unitOfWork.read((em) =>
      em.execute<{ name: string }[]>('select name from entries.city where id = ?', [cityId]),
    );
    return city?.name ?? null;
  };

/**
 * Where a city (`c`) of an entry (`e`) lies by the list of the cycle's programme, in SQL: `place`.
 * Cities of the time before lists have no territory; they keep the region they were registered
 * with.
 */
export const PLACE_SQL = `join cycles.cycle ofcycle on ofcycle.id = e.cycle_id
  left join entries.territory place on place.programme = ofcycle.programme and place.key = c.territory`;
/** The region of such a city. */
export const REGION_SQL = 'coalesce(place.region, c.region)';
