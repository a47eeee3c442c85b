import type { CityRole, Role } from '#libs/contracts';

/** A role somebody holds: for a programme, one of its cycles, or a city. Null means all of that kind. */
export interface Grant {
  role: Role;
  programme: string | null;
  cycleId: string | null;
  cityId: string | null;
  /** What they may do for that city; null without one. */
  cityRole: CityRole | null;
}

/**
 * What a permission is about, and so where one of its roles must be held:
 * - `installation`: everything of this installation. Only a role for all programmes counts.
 * - `programme`: a programme as a whole. A role for one of its cycles does not count.
 * - `cycle`: a cycle and what belongs to it. A role for it, for its programme or for all programmes counts.
 * - `city`: a city. A role for that city counts, and a role of staff in a programme that the city takes part in.
 * - `own`: what is the caller's own, or a list of what the caller may see. A role counts wherever it is held.
 */
export const PERMISSION_SCOPES = ['installation', 'programme', 'cycle', 'city', 'own'] as const;
export type PermissionScope = (typeof PERMISSION_SCOPES)[number];

/**
 * What acting for a city takes: reading, changing what is drafted, or binding the city (submit,
 * withdraw, confirm, its people).
 */
export type CityNeed = 'read' | 'edit' | 'bind';

/** Who may do something: at least one of the roles, held for what it is about. */
export interface Permission {
  readonly name: string;
  readonly about: PermissionScope;
  readonly roles: readonly Role[];
  /** What somebody with the role `city` must be allowed to do for the city; `read` where nothing is said. */
  readonly cityNeed: CityNeed;
}

type Given = readonly [about: PermissionScope, roles: readonly [Role, ...Role[]], cityNeed?: CityNeed];

/**
 * Names the permissions of a lib: each with what it is about and the roles of which one is needed.
 * A route declares one of them (`@Endpoint`), and the service that does the work asks for the same.
 *
 * @example
 * export const cyclePermissions = permissions({ moveDeadline: ['cycle', ['secretariat']] });
 */
export function permissions<const Name extends string>(
  given: Readonly<Record<Name, Given>>,
): Readonly<Record<Name, Permission>> {
  const named = Object.entries<Given>(given).map(([name, [about, roles, cityNeed = 'read']]) => [
    name,
    { name, about, roles, cityNeed },
  ]);
  return Object.fromEntries(named) as Record<Name, Permission>;
}

/**
 * What a role must be held for: everything (`installation`), anything (`own`), a programme, or a
 * cycle with its programme.
 */
export type Scope = 'installation' | 'own' | { programme: string } | { programme?: string; cycleId: string };

/** Does a role that is held for the grant's scope count in this one? */
export function counts(grant: Omit<Grant, 'role' | 'cityRole'>, scope: Scope): boolean {
  if (scope === 'own') return true;
  const { programme, cycleId } = grant;
  if (scope === 'installation') return programme === null && cycleId === null;
  const inProgramme = programme === null || scope.programme === undefined || programme === scope.programme;
  if ('cycleId' in scope) return inProgramme && (cycleId === null || cycleId === scope.cycleId);
  return inProgramme && cycleId === null;
}

/** A permission without the role `city`, which is always asked with the city it is held for. */
export const staffOf = ({ roles }: Pick<Permission, 'roles'>): Pick<Permission, 'roles'> => ({
  roles: roles.filter((role) => role !== 'city'),
});

/**
 * Does somebody hold one of the permission's roles there? What the role `city` may do for its city
 * is asked of identity.
 */
export function allows(
  permission: Pick<Permission, 'roles'>,
  principal: { grants: readonly Grant[] } | null,
  scope: Scope,
): boolean {
  return principal?.grants.some((grant) => permission.roles.includes(grant.role) && counts(grant, scope)) ?? false;
}
