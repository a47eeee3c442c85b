import { type Principal, Problem, holds } from '#libs/platform';
import { type CityNeed, cityRoleCovers } from './identity.rules.js';
import { refusal } from '../refusals.words.js';

/** A city in a cycle. */
export interface CityScope {
  programme: string;
  cycleId: string;
  cityId: string;
}

/** May the principal do what is needed for exactly this city? A city role that names no city acts for none. */
export function actsFor(principal: Principal | null, scope: CityScope, need: CityNeed): boolean {
  const { programme, cycleId, cityId } = scope;
  const grants = principal?.grants.filter((own) => own.cityId === cityId && cityRoleCovers(own.cityRole, need)) ?? [];
  return holds(principal && { ...principal, grants }, ['city'], { programme, cycleId });
}

/** The cities for which a principal may do what is needed, anywhere. */
export function citiesOf(principal: Principal | null, need: CityNeed = 'read'): string[] {
  const own = principal?.grants.filter(({ role, cityRole }) => role === 'city' && cityRoleCovers(cityRole, need)) ?? [];
  return [...new Set(own.flatMap(({ cityId }) => cityId ?? []))];
}

/** Why somebody of the city itself is refused, and who can do it. */
export function needsMore(need: Exclude<CityNeed, 'read'>): Problem {
  return need === 'bind'
    ? new Problem('forbidden', refusal('city.ownersOnly'))
    : new Problem('forbidden', refusal('city.editorsOnly'));
}

/** Nothing is done any more for a city that was merged. */
export const wasMerged = (mergedInto: string, name?: string): Problem =>
  new Problem(
    'conflict',
    name ? refusal('city.merged', { name, mergedInto }) : refusal('city.mergedAway', { mergedInto }),
    { mergedInto },
  );
