import { type CityNeed, type CityScope, actsFor, needsMore } from '#libs/identity';
import { type Principal, Problem, type RequestContext, holds } from '#libs/platform';

/** Is the principal of the secretariat there? */
export function isStaff(
  principal: Principal | null,
  { programme, cycleId }: Pick<CityScope, 'programme' | 'cycleId'>,
): boolean {
  return holds(principal, ['secretariat'], { programme, cycleId });
}

/** May the principal read the entry? Its city and the staff may; who judges reads it through judging, which hides what it must. */
export function mayRead(principal: Principal | null, scope: CityScope): boolean {
  const { programme, cycleId } = scope;
  return (
    actsFor(principal, scope, 'read') ||
    holds(principal, ['secretariat', 'organiser', 'auditor'], { programme, cycleId })
  );
}

/** To whom it may not be shown, an entry is not there. */
export const noSuchEntry = () => new Problem('not-found', 'There is no such entry, or you may not see it.');

/**
 * Lets in the people of the city whose role there covers the need. Throws `not-found` for whom the entry is hidden from,
 * `forbidden` for whoever may not do so much: what a city writes, it writes itself.
 */
export function requireCity({ principal, actor }: RequestContext, scope: CityScope, need: CityNeed): void {
  if (!mayRead(principal, scope)) throw noSuchEntry();
  const own = actsFor(principal, scope, 'read');
  if (!own || actor.onBehalfOf) throw new Problem('forbidden', 'Only the city itself may do this.');
  if (need !== 'read' && !actsFor(principal, scope, need)) throw needsMore(need);
}

/** Throws `not-found` or `forbidden` for everybody but the secretariat. */
export function requireStaff(
  { principal }: RequestContext,
  scope: Omit<CityScope, 'cityId'> & { cityId?: string },
): void {
  if (isStaff(principal, scope)) return;
  if (scope.cityId !== undefined && !mayRead(principal, { ...scope, cityId: scope.cityId })) throw noSuchEntry();
  throw new Problem('forbidden', 'This needs the role secretariat.');
}
