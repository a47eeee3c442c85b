import { CITY_ROLES, type CityRole } from '#libs/contracts/pure';

/** A role that somebody holds for a city. */
export interface HeldCityRole {
  grantId: string;
  personId: string;
  programme: string | null;
  cycleId: string | null;
  cityRole: CityRole;
}

/** What becomes of a role for a city that is merged into another one. */
export interface RoleMove extends HeldCityRole {
  /** The role that the person holds for the other city already, for the same programme and cycle. */
  present: Pick<HeldCityRole, 'grantId' | 'cityRole'> | null;
  /** What they may do for the other city afterwards. */
  becomes: CityRole;
}

/** The stronger of two roles for a city. */
export const strongerRole = (a: CityRole, b: CityRole): CityRole =>
  CITY_ROLES.indexOf(a) <= CITY_ROLES.indexOf(b) ? a : b;

/**
 * What becomes of the roles for a city when it is merged: who has one for both keeps the stronger;
 * nobody may do less than before.
 */
export function roleMoves(of: readonly HeldCityRole[], into: readonly HeldCityRole[]): RoleMove[] {
  return of.map((held) => {
    const same = into.find(
      ({ personId, programme, cycleId }) =>
        personId === held.personId && programme === held.programme && cycleId === held.cycleId,
    );
    const present = same ? { grantId: same.grantId, cityRole: same.cityRole } : null;
    return { ...held, present, becomes: present ? strongerRole(held.cityRole, present.cityRole) : held.cityRole };
  });
}
