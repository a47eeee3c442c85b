import { isDeepStrictEqual } from 'node:util';
import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { preferredWords, textLanguage } from '#libs/words';
import { AUTHENTICATOR, type Authenticator, type RequestContext } from './principal.js';
import { Problem } from '../../problem/problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    laureate?: RequestContext;
  }
}

/** Answers that may rest on what somebody may: who is it, they may not, and what they may not know of. */
const REFUSALS = [401, 403, 404];

/** The actor of requests nobody signed in for. */
export const NOBODY = 'public';

/**
 * Finds out who makes a request and leaves it there as `RequestContext`; refuses nobody. Without an
 * authenticator all are nobody.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(@Optional() @Inject(AUTHENTICATOR) private readonly authenticator?: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    await this.identify(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }

  /** Authenticates a request that Nest does not see. */
  async identify(request: FastifyRequest): Promise<RequestContext> {
    const words = preferredWords(request.headers['accept-language']);
    const principal = (await this.authenticator?.authenticate(request.headers)) ?? null;
    request.laureate = {
      actor: { id: principal?.personId ?? NOBODY, onBehalfOf: null },
      cause: `http:${request.id}`,
      traceparent: request.trace?.traceparent ?? null,
      principal,
      requestId: request.id,
      language: textLanguage(words),
      words,
    };
    return request.laureate;
  }

  /**
   * Decides something about a request. A refusal that rests on what was remembered of who makes it
   * is no answer yet: who that is is read afresh, and it is decided once more when that has
   * changed.
   */
  async decide<T>(request: FastifyRequest, decide: () => T | Promise<T>): Promise<T> {
    try {
      return await decide();
    } catch (refusal) {
      const isRefusal = refusal instanceof Problem && REFUSALS.includes(refusal.document.status);
      if (!isRefusal || !(await this.changed(request))) throw refusal;
      return decide();
    }
  }

  /**
   * Reads afresh who makes a request, if that was remembered: is it somebody else now, or may they do something else?
   */
  private async changed({ laureate: context, headers }: FastifyRequest): Promise<boolean> {
    if (!this.authenticator || !context?.principal?.isRemembered) return false;
    const { isRemembered: _, ...known } = context.principal;
    const principal = await this.authenticator.authenticate(headers, { afresh: true });
    Object.assign(context, { principal, actor: { ...context.actor, id: principal?.personId ?? NOBODY } });
    return !isDeepStrictEqual(principal, known);
  }
}
