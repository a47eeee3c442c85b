import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { citiesOf, needsMore } from '#libs/identity';
import { type Permission, type Principal, Problem, type Scope, allows, staffOf } from '#libs/platform';

/** Where a city takes part: the programme by whose list it was registered, and the cycles it has an entry in. */
async function placesOf(em: SqlEntityManager, cityId: string): Promise<Scope[]> {
  const rows = await em.execute<{ programme: string; cycleId: string | null }[]>(
    `select registered_in as programme, null as "cycleId" from entries.city where id = ? and registered_in <> '*'
     union select c.programme, c.id from entries.entry e join cycles.cycle c on c.id = e.cycle_id where e.city_id = ?`,
    [cityId, cityId],
  );
  return rows.map(({ programme, cycleId }) => (cycleId === null ? { programme } : { programme, cycleId }));
}

/**
 * Lets in the people of a city whose role there covers what the permission needs, and staff who hold the permission where the city
 * takes part, or for all programmes. Throws `forbidden` for everybody else.
 */
export async function requireForCity(
  em: SqlEntityManager,
  principal: Principal | null,
  cityId: string,
  permission: Permission,
): Promise<void> {
  const { roles, cityNeed } = permission;
  if (roles.includes('city') && citiesOf(principal, cityNeed).includes(cityId)) return;
  const staff = staffOf(permission);
  if (allows(staff, principal, 'installation')) return;
  if (allows(staff, principal, 'own')) {
    const places = await placesOf(em, cityId);
    if (places.some((place) => allows(staff, principal, place))) return;
    const role = staff.roles.join(' or ');
    throw new Problem(
      'forbidden',
      `This needs the role ${role} in a programme that the city takes part in, or in all.`,
    );
  }
  if (cityNeed !== 'read' && citiesOf(principal).includes(cityId)) throw needsMore(cityNeed);
  throw new Problem('forbidden', `This needs the role ${roles.join(' or ')} for this city.`);
}
