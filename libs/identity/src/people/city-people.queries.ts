import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { CityRole } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { wasMerged } from './city-access.js';

/** The reason code of roles that ended because a successor accepted. */
export const HANDED_OVER = 'handed-over';

/** A role somebody holds for a city. A person has several where they hold it in several programmes. */
export interface CityMembership {
  grantId: string;
  personId: string;
  programme: string | null;
  cycleId: string | null;
  cityRole: CityRole;
  name: string;
  address: string;
  since: string | Date;
  /** Invited, and has not accepted yet. */
  pending: boolean;
}

/** Lets those who change the people of a city pass one by one, until the transaction ends. */
export async function lockCityPeople({ em }: Work, cityId: string): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(hashtext('identity.city-people'), hashtext(?))`, [cityId]);
}

/** Throws `conflict`, naming the other one, for a city that was merged into another; under the lock of its people. */
export async function requireUnmerged({ em }: Work, cityId: string): Promise<void> {
  const [merged] = await em.execute<{ into: string }[]>(
    'select into_id as into from identity.merged_city where city_id = ?',
    [cityId],
  );
  if (merged) throw wasMerged(merged.into);
}

/** Who acts for a city now: owners first, then by person. */
export function membershipsOf(em: SqlEntityManager, cityId: string): Promise<CityMembership[]> {
  return em.execute<CityMembership[]>(
    `select g.id as "grantId", g.person_id as "personId", g.programme, g.cycle_id as "cycleId", g.city_role as "cityRole",
       p.name, a.address, g.granted_at as since,
       coalesce((select not bool_or(i.accepted_at is not null) from identity.invitation i where i.grant_id = g.id), false) as pending
     from identity.role_grant g
     join identity.person p on p.id = g.person_id
     join identity.person_address a on a.person_id = p.id and a.is_primary
     where g.role = 'city' and g.city_id = ? and g.revoked_at is null
     order by array_position(array['owner', 'editor', 'reader'], g.city_role), g.person_id, g.id`,
    [cityId],
  );
}

/** Who acts for any of these cities, or did once. */
export async function everOfCities(em: SqlEntityManager, cityIds: readonly string[]): Promise<string[]> {
  const rows = await em.execute<{ personId: string }[]>(
    `select distinct person_id as "personId" from identity.role_grant where role = 'city' and city_id = any(?::uuid[])`,
    [`{${cityIds.join(',')}}`],
  );
  return rows.map(({ personId }) => personId);
}
