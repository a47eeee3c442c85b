import { type CityScope, actsFor, needsMore } from '#libs/identity';
import {
  allows,
  type Permission,
  type Principal,
  Problem,
  type RequestContext,
  requirePermission,
  staffOf,
} from '#libs/platform';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** Has the principal a permission of the staff in that cycle? */
export const isAllowed = (
  principal: Principal | null,
  permission: Permission,
  { programme, cycleId }: Pick<CityScope, 'programme' | 'cycleId'>,
): boolean => allows(staffOf(permission), principal, { programme, cycleId });

/**
 * May the principal read the entry? Its city and the staff may; who judges reads it through
 * judging, which hides what it must.
 */
export function mayRead(principal: Principal | null, scope: CityScope): boolean {
  return actsFor(principal, scope, 'read') || isAllowed(principal, entryPermissions.readEntry, scope);
}

/** To whom it may not be shown, an entry is not there. */
export const noSuchEntry = () => new Problem('not-found', refusal('entry.noneSeen'));

/**
 * Lets in the people of the city whose role there covers what the permission needs. Throws
 * `not-found` for whom the entry is hidden from, `forbidden` for whoever may not do so much: what a
 * city writes, it writes itself.
 */
export function requireCity(
  { principal, actor }: RequestContext,
  scope: CityScope,
  { cityNeed: need }: Permission,
): void {
  if (!mayRead(principal, scope)) throw noSuchEntry();
  const own = actsFor(principal, scope, 'read');
  if (!own || actor.onBehalfOf) throw new Problem('forbidden', refusal('access.cityOnly'));
  if (need !== 'read' && !actsFor(principal, scope, need)) throw needsMore(need);
}

/** Throws `not-found` or `forbidden` for everybody without a permission of the staff in that cycle. */
export function requireStaff(
  { principal }: RequestContext,
  scope: Omit<CityScope, 'cityId'> & { cityId?: string },
  permission: Permission,
): void {
  if (isAllowed(principal, permission, scope)) return;
  if (scope.cityId !== undefined && !mayRead(principal, { ...scope, cityId: scope.cityId })) throw noSuchEntry();
  requirePermission(principal, staffOf(permission), scope);
}
