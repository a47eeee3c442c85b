import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '#libs/contracts';
import { AuthenticationGuard } from './authentication.guard.js';
import { ACCESS_KEY, type Access, type Principal, type RequestContext, holds } from './principal.js';
import { Problem } from './problem.js';

/** Knows which programme a cycle belongs to; null when there is no such cycle. Implemented by `cycles`, asked by the access guard. */
export interface CycleDirectory {
  programmeOf(cycleId: string): Promise<string | null>;
}
export const CYCLE_DIRECTORY = Symbol('CycleDirectory');

const ON_BEHALF_OF = 'x-on-behalf-of';

/** Lets in whom the route declares, and nobody else. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly who: AuthenticationGuard,
    @Optional() @Inject(CYCLE_DIRECTORY) private readonly cycles?: CycleDirectory,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<true> {
    const request = execution.switchToHttp().getRequest<FastifyRequest<{ Params: Record<string, string> }>>();
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [
      execution.getHandler(),
      execution.getClass(),
    ]);
    const context = request.laureate;
    if (!access || !context) throw new Problem('forbidden', 'This route declares nobody who may call it.');
    if (access === 'public') return true;
    if (access === 'signed-in') {
      requireSignedIn(context.principal);
      return true;
    }
    const scope = await this.scopeOf(request.params?.['cycleId']);
    await this.who.decide(request, () => requireRole(context.principal, access, scope));
    actFor(context, request.headers[ON_BEHALF_OF], scope);
    return true;
  }

  /** The scope in which a role must be held for a route about this cycle. */
  async scopeOf(cycleId: string | undefined): Promise<Scope> {
    if (cycleId === undefined) return {};
    const known = z.uuid().safeParse(cycleId).success;
    const programme = known ? await this.cycles?.programmeOf(cycleId) : null;
    return { cycleId, ...(programme ? { programme } : {}) };
  }
}

/** A cycle and its programme, where a route is about one. */
interface Scope {
  cycleId?: string;
  programme?: string;
}

function requireSignedIn(principal: Principal | null): void {
  if (!principal) throw new Problem('unauthenticated', 'This needs an API key or a session.');
}

function requireRole(principal: Principal | null, roles: readonly Role[], scope: Scope): void {
  requireSignedIn(principal);
  if (holds(principal, roles, scope)) return;
  const where = scope.cycleId ? ' in this cycle' : '';
  throw new Problem('forbidden', `This needs the role ${roles.join(' or ')}${where}.`);
}

/** Staff may act for somebody; both identities are recorded with everything the request does. */
function actFor(context: RequestContext, personId: string | string[] | undefined, scope: Scope): void {
  if (personId === undefined) return;
  requireRole(context.principal, ['secretariat'], scope);
  const parsed = z.uuid().safeParse(personId);
  if (!parsed.success) {
    throw new Problem('invalid-request', `${ON_BEHALF_OF} must be the id of a person.`, {
      errors: [{ pointer: `/${ON_BEHALF_OF}`, in: 'header', message: 'is not an id', allowed: 'uuid' }],
    });
  }
  context.actor = { ...context.actor, onBehalfOf: parsed.data };
}
