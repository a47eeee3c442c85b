import type { IncomingHttpHeaders } from 'node:http';
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { Language, Role, Said, SaidArgument } from '#libs/contracts';
import type { WorkContext } from '../../database/work.js';
import type { WordLanguage } from '#libs/words';
import { type Grant, type Permission, type Scope, allows } from './permission.js';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';

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
/** `public`: anyone; `signed-in`: anyone who is signed in, also without any role; else a permission. */
export type Access = 'public' | 'signed-in' | Permission;

/** What the access guard leaves on the request. */
export interface RequestContext extends WorkContext {
  principal: Principal | null;
  requestId: string;
  /** The language the request asks for (Accept-Language), of those we have; English where nothing is said. */
  language?: Language;
  /** The language that answers to it are put into words in: that one, or the pseudo-language of the tests. */
  words?: WordLanguage;
}

/** Injects the request's context: who acts, and the cause to pass to `UnitOfWork.run`. */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): RequestContext => {
  const request = context.switchToHttp().getRequest<{ laureate: RequestContext }>();
  return request.laureate;
});

/**
 * Does the principal hold one of the roles there? For roles that data name: a definition's
 * certifiers, a panel's member.
 */
export const holds = (principal: Principal | null, roles: readonly Role[], scope: Scope): boolean =>
  allows({ roles }, principal, scope);

/** Throws `forbidden` unless the principal holds one of the permission's roles there. */
export function requirePermission(
  principal: Principal | null,
  permission: Pick<Permission, 'roles'>,
  scope: Scope,
): void {
  if (allows(permission, principal, scope)) return;
  throw new Problem('forbidden', roleNeeded(anyOf(permission.roles), scope));
}

function roleNeeded(roles: SaidArgument, scope: Scope): Said {
  if (scope === 'installation') return refusal('access.roleForAll', { roles });
  if (scope === 'own') return refusal('access.role', { roles });
  if ('cycleId' in scope) return refusal('access.roleInCycle', { roles });
  return refusal('access.roleInProgramme', { roles, programme: scope.programme });
}

/** Names as an argument of a refusal, where each of them will do: `chair or secretariat`. */
export const anyOf = ([first, ...others]: readonly string[]): SaidArgument =>
  others.reduce<SaidArgument>((said, second) => refusal('or', { first: said, second }), first ?? '');
