import { AuthenticationGuard } from './authentication.guard.js';
import { type Permission, type Scope } from './permission.js';
import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Access, ACCESS_KEY, type Principal, type RequestContext, requirePermission } from './principal.js';
import { Problem } from '../../problem/problem.js';
import { operationPermissions } from '../../permissions.js';
import { refusal } from '../../refusals.words.js';

/**
 * Knows which programme a cycle belongs to; null when there is no such cycle. Implemented by
 * `cycles`, asked by the access guard.
 */
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
    if (!access || !context) throw new Problem('forbidden', refusal('access.nobody'));
    if (access === 'public') return true;
    if (access === 'signed-in') {
      requireSignedIn(context.principal);
      return true;
    }
    const scope = await this.scopeOf(access, request.params ?? {});
    await this.who.decide(request, () => {
      requireSignedIn(context.principal);
      requirePermission(context.principal, access, scope);
    });
    actFor(context, request.headers[ON_BEHALF_OF], scope);
    return true;
  }

  /**
   * Where the permission must be held, as far as the path says it. Of what the path names by
   * another id (an entry, a city), and of what stands in the body, the service asks.
   */
  async scopeOf({ about }: Permission, { cycleId, programme }: Record<string, string>): Promise<Scope> {
    if (about === 'installation') return about;
    if (about === 'programme' && programme !== undefined) return { programme };
    if (cycleId === undefined || (about !== 'cycle' && about !== 'programme')) return 'own';
    const known = z.uuid().safeParse(cycleId).success;
    const found = known ? await this.cycles?.programmeOf(cycleId) : null;
    if (about === 'programme') return found ? { programme: found } : 'own';
    return { cycleId, ...(found ? { programme: found } : {}) };
  }
}

function requireSignedIn(principal: Principal | null): void {
  if (!principal) throw new Problem('unauthenticated', refusal('access.notSignedIn'));
}

/** Staff may act for somebody; both identities are recorded with everything the request does. */
function actFor(context: RequestContext, personId: string | string[] | undefined, scope: Scope): void {
  if (personId === undefined) return;
  requirePermission(context.principal, operationPermissions.actForOthers, scope);
  const parsed = z.uuid().safeParse(personId);
  if (!parsed.success) {
    throw new Problem('invalid-request', refusal('access.notAPerson', { header: ON_BEHALF_OF }), {
      errors: [{ pointer: `/${ON_BEHALF_OF}`, in: 'header', message: refusal('access.notAnId'), allowed: 'uuid' }],
    });
  }
  context.actor = { ...context.actor, onBehalfOf: parsed.data };
}
