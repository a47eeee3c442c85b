import type { IncomingHttpHeaders } from 'node:http';
import { type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import type { CityRole, Language, Role } from '#libs/contracts';
import type { WorkContext } from '../database/work.js';

/** A role somebody holds: for a programme, one of its cycles, or a city. Null means all of that kind. */
export interface Grant {
  role: Role;
  programme: string | null;
  cycleId: string | null;
  cityId: string | null;
  /** What they may do for that city; null without one. */
  cityRole: CityRole | null;
}

/** Who makes a request, as the authenticator found out. */
export interface Principal {
  personId: string;
  grants: Grant[];
  /** The API key used, when it was one. */
  apiKeyId: string | null;
  /** Several people use this account: where a city is bound, whoever acts says who they are. */
  office?: boolean;
  /** Was it known from a request before? Before anything is refused for want of a role, it is read afresh. */
  isRemembered?: true;
}

/**
 * Finds out who makes a request from its headers, `afresh` without what is remembered; null for nobody. Implemented by
 * `identity`, asked by the authentication guard.
 */
export interface Authenticator {
  authenticate(headers: IncomingHttpHeaders, options?: { afresh?: boolean }): Promise<Principal | null>;
}
export const AUTHENTICATOR = Symbol('Authenticator');

export const ACCESS_KEY = 'laureate:access';
/**
 * `public`: anyone; `signed-in`: anyone who is signed in, also without any role; else at least one of the roles is needed. Every
 * route declares one of them, or the app does not start.
 */
export type Access = 'public' | 'signed-in' | Role[];

/** Declares that anyone may call the route. */
export const Public = () => SetMetadata(ACCESS_KEY, 'public' satisfies Access);

/** Declares the roles that may call the route; a `:cycleId` parameter narrows them to grants of that cycle. */
export const Roles = (...roles: [Role, ...Role[]]) => SetMetadata(ACCESS_KEY, roles satisfies Access);

/** What the access guard leaves on the request. */
export interface RequestContext extends WorkContext {
  principal: Principal | null;
  requestId: string;
  /** The language the request asks for (Accept-Language), of those we have; English where nothing is said. */
  language?: Language;
}

/** Injects the request's context: who acts, and the cause to pass to `UnitOfWork.run`. */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext => {
  const request = context.switchToHttp().getRequest<{ laureate: RequestContext }>();
  return request.laureate;
});

/** Does the principal hold one of the roles, for the cycle (and its programme) or city given? */
export function holds(
  principal: Principal | null,
  roles: readonly Role[],
  scope: { programme?: string; cycleId?: string; cityId?: string } = {},
): boolean {
  return (
    principal?.grants.some(
      (grant) =>
        roles.includes(grant.role) &&
        (scope.programme === undefined || grant.programme === null || grant.programme === scope.programme) &&
        (scope.cycleId === undefined || grant.cycleId === null || grant.cycleId === scope.cycleId) &&
        (scope.cityId === undefined || grant.cityId === null || grant.cityId === scope.cityId),
    ) ?? false
  );
}
