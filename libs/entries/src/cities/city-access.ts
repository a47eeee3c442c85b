import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { citiesOf, needsMore } from '#libs/identity';
import { type Permission, type Principal, Problem, type Scope, allows, anyOf, staffOf } from '#libs/platform';
import { refusal } from '../refusals.words.js';

/**
 * Where a city takes part, by its ids: the programme by whose list it was registered, and the
 * cycles it has an entry in.
 */
async function placesOf(em: SqlEntityManager, cityIds: readonly string[]): Promise<Scope[]> {
  const ids = `{${cityIds.join()}}`;
  const rows = await em.execute<{ programme: string; cycleId: string | null }[]>(
    `select registered_in as programme, null as "cycleId" from entries.city where id = any(?::uuid[]) and registered_in <> '*'
     union select c.programme, c.id from entries.entry e join cycles.cycle c on c.id = e.cycle_id where e.city_id = any(?::uuid[])`,
    [ids, ids],
  );
  return rows.map(({ programme, cycleId }) => (cycleId === null ? { programme } : { programme, cycleId }));
}

/**
 * Lets in the people of a city (by its id, and that of the city it was merged into) whose role
 * there covers what the permission needs, and staff who hold the permission where the city takes
 * part, or for all programmes. Throws `forbidden` for everybody else.
 */
export async function requireForCity(
  em: SqlEntityManager,
  principal: Principal | null,
  cityIds: readonly string[],
  permission: Permission,
): Promise<void> {
  const { roles, cityNeed } = permission;
  const isOneOf = (own: string[]) => cityIds.some((id) => own.includes(id));
  if (roles.includes('city') && isOneOf(citiesOf(principal, cityNeed))) return;
  const staff = staffOf(permission);
  if (allows(staff, principal, 'installation')) return;
  if (allows(staff, principal, 'own')) {
    const places = await placesOf(em, cityIds);
    if (places.some((place) => allows(staff, principal, place))) return;
    throw new Problem('forbidden', refusal('access.roleWhereCityTakesPart', { roles: anyOf(staff.roles) }));
  }
  if (cityNeed !== 'read' && isOneOf(citiesOf(principal))) throw needsMore(cityNeed);
  throw new Problem('forbidden', refusal('access.roleForCity', { roles: anyOf(roles) }));
}
