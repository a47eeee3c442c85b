import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { preferredLanguage } from '#libs/contracts';
import { AUTHENTICATOR, type Authenticator, type RequestContext } from './principal.js';

declare module 'fastify' {
  interface FastifyRequest {
    laureate?: RequestContext;
  }
}

/** The actor of requests nobody signed in for. */
export const NOBODY = 'public';

/** Finds out who makes a request and leaves it there as `RequestContext`; refuses nobody. Without an authenticator all are nobody. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(@Optional() @Inject(AUTHENTICATOR) private readonly authenticator?: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    await this.identify(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }

  /** The same for a request that Nest does not see. */
  async identify(request: FastifyRequest): Promise<RequestContext> {
    const principal = (await this.authenticator?.authenticate(request.headers)) ?? null;
    request.laureate = {
      actor: { id: principal?.personId ?? NOBODY, onBehalfOf: null },
      cause: `http:${request.id}`,
      traceparent: request.trace?.traceparent ?? null,
      principal,
      requestId: request.id,
      language: preferredLanguage(request.headers['accept-language']),
    };
    return request.laureate;
  }
}
