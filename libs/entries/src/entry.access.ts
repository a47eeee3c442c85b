import { type Principal, Problem, type RequestContext, holds } from '#libs/platform';

/** Whose an entry is. */
export interface EntryScope {
  programme: string;
  cycleId: string;
  cityId: string;
}

/** Does the principal act for exactly this city? A city role that names no city acts for none. */
export function actsFor(principal: Principal | null, { programme, cycleId, cityId }: EntryScope): boolean {
  const grants = principal?.grants.filter((grant) => grant.cityId === cityId) ?? [];
  return holds(principal && { ...principal, grants }, ['city'], { programme, cycleId });
}

/** The cities a principal acts for. */
export function citiesOf(principal: Principal | null): string[] {
  const ids = principal?.grants.flatMap(({ role, cityId }) => (role === 'city' && cityId ? [cityId] : [])) ?? [];
  return [...new Set(ids)];
}

/** Is the principal of the secretariat there? */
export function isStaff(
  principal: Principal | null,
  { programme, cycleId }: Pick<EntryScope, 'programme' | 'cycleId'>,
): boolean {
  return holds(principal, ['secretariat'], { programme, cycleId });
}

/** May the principal read the entry? Its city and the staff may; who judges reads it through judging, which hides what it must. */
export function mayRead(principal: Principal | null, scope: EntryScope): boolean {
  const { programme, cycleId } = scope;
  return actsFor(principal, scope) || holds(principal, ['secretariat', 'organiser', 'auditor'], { programme, cycleId });
}

/** To whom it may not be shown, an entry is not there. */
export const noSuchEntry = () => new Problem('not-found', 'There is no such entry, or you may not see it.');

/** Throws `not-found` for whom the entry is hidden from, `forbidden` for whoever only reads: what a city writes, it writes itself. */
export function requireCity({ principal }: RequestContext, scope: EntryScope): void {
  if (actsFor(principal, scope)) return;
  if (!mayRead(principal, scope)) throw noSuchEntry();
  throw new Problem('forbidden', 'Only the city itself may do this.');
}

/** Like `requireCity`, but the secretariat may too, acting for a person of the city, which it names. */
export function requireCityOrActing(context: RequestContext, scope: EntryScope): void {
  const { principal, actor } = context;
  if (isStaff(principal, scope) && !actsFor(principal, scope)) {
    if (actor.onBehalfOf) return;
    throw new Problem('forbidden', 'Name the person of the city you act for (x-on-behalf-of).');
  }
  requireCity(context, scope);
}

/** Throws `not-found` or `forbidden` for everybody but the secretariat. */
export function requireStaff(
  { principal }: RequestContext,
  scope: Omit<EntryScope, 'cityId'> & { cityId?: string },
): void {
  if (isStaff(principal, scope)) return;
  if (scope.cityId !== undefined && !mayRead(principal, { ...scope, cityId: scope.cityId })) throw noSuchEntry();
  throw new Problem('forbidden', 'This needs the role secretariat.');
}
