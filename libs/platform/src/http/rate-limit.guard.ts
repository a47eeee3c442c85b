import { type CanActivate, type ExecutionContext, Inject, Injectable, type Provider } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../config/concerns.js';
import { ENDPOINT_KEY, type EndpointSpec } from './endpoint.js';
import { Problem } from '../problem/problem.js';

const RATE_LIMIT = Symbol('RateLimit');
const WINDOW_MS = 60_000;

/** Requests a minute, and the counts. */
interface RateLimit {
  limit: number;
  counts: ThrottlerStorage;
}

/** Provides what the guard counts with. The throttler is CommonJS and is loaded late: Jest can't load it while Nest itself is loading. */
export const rateLimitProvider = ({ requestsPerMinute }: Pick<HttpConfig, 'requestsPerMinute'>): Provider => ({
  provide: RATE_LIMIT,
  useFactory: async (): Promise<RateLimit> => {
    const { ThrottlerStorageService } = await import('@nestjs/throttler');
    return { limit: requestsPerMinute, counts: new ThrottlerStorageService() };
  },
});

/** Counts the requests of an API key, else of a person, else of an address, over all routes; tells how many are left. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(RATE_LIMIT) private readonly rate: RateLimit,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const spec = this.reflector.get<EndpointSpec | undefined>(ENDPOINT_KEY, context.getHandler());
    if (spec?.unlimited) return true;
    const http = context.switchToHttp();
    await this.count(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return true;
  }

  /** Counts one more request. Throws `too-many-requests`. */
  async count(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { limit, counts } = this.rate;
    const { apiKeyId, personId } = request.laureate?.principal ?? {};
    const count = await counts.increment(apiKeyId ?? personId ?? request.ip, WINDOW_MS, limit, 0, 'requests');
    const seconds = Math.max(1, count.isBlocked ? count.timeToBlockExpire : count.timeToExpire);
    reply.header('RateLimit-Policy', `"requests";q=${limit};w=${WINDOW_MS / 1000}`);
    reply.header('RateLimit', `"requests";r=${Math.max(0, limit - count.totalHits)};t=${seconds}`);
    if (!count.isBlocked) return;
    reply.header('Retry-After', seconds);
    throw new Problem('too-many-requests', `At most ${limit} requests a minute; wait ${seconds} s.`);
  }
}
