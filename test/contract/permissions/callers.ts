import type { CityRole, Role } from '#libs/contracts';
import type { Permission, PermissionScope } from '#libs/platform';

/** What a role is held for: everything, a programme (A, B) or a cycle (A1 and A2 of A, B1 of B). */
export const PLACES = ['all', 'A', 'A1', 'A2', 'B', 'B1'] as const;
export type Place = (typeof PLACES)[number];

/** Somebody who sends requests: at most one role, held for a place, or for the city of cycle A1 or another one. */
export interface Caller {
  name: string;
  role: Role | null;
  place: Place;
  city?: { which: 'own' | 'other'; role: CityRole };
}

const STAFF: readonly Role[] = ['secretariat', 'organiser', 'auditor'];
/** Held for one cycle, by a rule of the database. */
const PANELS: readonly Role[] = ['expert', 'juror'];

/** Every kind of caller who is signed in. Nobody at all is the one that is missing. */
export const CALLERS: readonly Caller[] = [
  { name: 'somebody without a role', role: null, place: 'all' },
  ...STAFF.flatMap((role) => (['all', 'A', 'A1', 'A2', 'B'] as const).map((place) => callerOf(role, place))),
  ...PANELS.flatMap((role) => (['A1', 'A2', 'B1'] as const).map((place) => callerOf(role, place))),
  { name: 'somebody with the role city, of no city', role: 'city', place: 'A' },
  ...(['owner', 'editor', 'reader'] as const).map((role) => cityCaller('own', role)),
  cityCaller('other', 'owner'),
];

function callerOf(role: Role, place: Place): Caller {
  const where = { all: 'for everything', A: 'of programme A', B: 'of programme B' }[place as string];
  return { name: `${role} ${where ?? `of cycle ${place}`}`, role, place };
}

function cityCaller(which: 'own' | 'other', role: CityRole): Caller {
  return {
    name: `${role} of ${which === 'own' ? 'the city' : 'another city'}`,
    role: 'city',
    place: 'A',
    city: { which, role },
  };
}

/** For what a role must be held so that it counts for a thing of cycle A1, by what a permission is about. */
const COUNTING: Record<PermissionScope, readonly Place[]> = {
  installation: ['all'],
  programme: ['all', 'A'],
  cycle: ['all', 'A', 'A1'],
  city: ['all', 'A', 'A1'],
  own: PLACES,
};

const COVERED: Record<CityRole, readonly Permission['cityNeed'][]> = {
  owner: ['read', 'edit', 'bind'],
  editor: ['read', 'edit'],
  reader: ['read'],
};

/** May the caller do that to a thing of cycle A1? `ofCity`: the request names the city, or what belongs to it. */
export function isLetIn(
  { role, place, city }: Caller,
  { roles, about, cityNeed }: Pick<Permission, 'roles' | 'about' | 'cityNeed'>,
  ofCity: boolean,
): boolean {
  if (role === null || !roles.includes(role)) return false;
  if (role !== 'city') return COUNTING[about].includes(place);
  return !ofCity || (city?.which === 'own' && COVERED[city.role].includes(cityNeed));
}
