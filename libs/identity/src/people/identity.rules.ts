import type { CityRole, Role, Said } from '#libs/contracts/pure';
import { refusal } from '../refusals.words.js';

export { LANGUAGES, type Language, preferredLanguage } from '#libs/contracts/pure';

/** What a role is held for; null means all of that kind. */
export interface RoleScope {
  programme: string | null;
  cycleId: string | null;
  cityId: string | null;
}
export type HeldRole = { role: Role; cityRole: CityRole | null } & RoleScope;

/**
 * What acting for a city takes: reading, changing what is drafted, or binding the city (submit,
 * withdraw, confirm, its people).
 */
export type CityNeed = 'read' | 'edit' | 'bind';
const NEEDS: Record<CityRole, readonly CityNeed[]> = {
  owner: ['read', 'edit', 'bind'],
  editor: ['read', 'edit'],
  reader: ['read'],
};

/** May somebody with this role in a city do what is needed for it? */
export const cityRoleCovers = (role: CityRole | null, need: CityNeed): boolean =>
  role !== null && NEEDS[role].includes(need);

/**
 * Roles that each role may give, within its own scope. The organiser appoints; it never makes staff
 * or speaks for a city.
 */
const MAY_GRANT: Partial<Record<Role, readonly Role[]>> = {
  secretariat: ['secretariat', 'organiser', 'city', 'expert', 'juror', 'auditor'],
  organiser: ['expert', 'juror', 'auditor'],
};

/** One spelling of a mail address, so that it is found however it is typed. */
export const canonicalAddress = (address: string): string => address.normalize('NFC').trim().toLowerCase();

/** Is this a zone of the IANA database (`Asia/Shanghai`, `UTC`), not an abbreviation or an offset? */
export function isZone(zone: string): boolean {
  if (zone !== 'UTC' && !zone.includes('/')) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** Does a role's own scope take in the whole of the other? */
const takesIn = (own: RoleScope, scope: RoleScope): boolean =>
  (own.programme === null || own.programme === scope.programme) &&
  (own.cycleId === null || own.cycleId === scope.cycleId) &&
  (own.cityId === null || own.cityId === scope.cityId);

/**
 * May somebody who holds these roles give (or take) a role in that scope? Only what lies within a scope of their own.
 */
export function mayGrant(held: readonly HeldRole[], wanted: HeldRole): boolean {
  return held.some(
    (own) => (MAY_GRANT[own.role]?.includes(wanted.role) || invites(own, wanted)) && takesIn(own, wanted),
  );
}

/** The owners of a city let others act for it. */
const invites = (own: HeldRole, wanted: HeldRole): boolean =>
  own.role === 'city' && own.cityId !== null && cityRoleCovers(own.cityRole, 'bind') && wanted.role === 'city';

/**
 * Does somebody hold one of the roles for the whole of that scope? Null in it means all, and is not
 * narrowed to what they hold.
 */
export function holdsWhole(held: readonly HeldRole[], roles: readonly Role[], scope: RoleScope): boolean {
  return held.some((own) => roles.includes(own.role) && takesIn(own, scope));
}

/** What is wrong with giving this role in this scope; null when nothing is. The database holds the same rules. */
export function scopeProblem({ role, cycleId, cityId, cityRole }: HeldRole): Said | null {
  if ((role === 'expert' || role === 'juror') && cycleId === null) {
    return refusal('role.ofOneCycle', { role });
  }
  if (cityId !== null && role !== 'city') return refusal('role.notForCity');
  if (cityId === null && cityRole !== null) return refusal('role.cityMissing');
  return null;
}
