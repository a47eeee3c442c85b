import { RequestCounts } from './request-counts.js';
import { type CanActivate, type ExecutionContext, Inject, Injectable, type Provider } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../../config/concerns.js';
import { ENDPOINT_KEY, type EndpointSpec } from '../routes/endpoint.js';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';

const REQUESTS_PER_MINUTE = Symbol('RequestsPerMinute');
const WINDOW_MS = 60_000;
/** People and addresses that are counted at once: some megabytes at most. */
const COUNTED = 50_000;

/** Provides the limit that the guard counts up to. */
export const rateLimitProvider = ({ requestsPerMinute }: Pick<HttpConfig, 'requestsPerMinute'>): Provider => ({
  provide: REQUESTS_PER_MINUTE,
  useValue: requestsPerMinute,
});

/**
 * Counts the requests of a person, with whatever key or session they come, else of an address, over
 * all routes, each by the weight that its route declares; tells how many are left.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly counts: RequestCounts;
  private readonly policy: string;

  constructor(
    private readonly reflector: Reflector,
    @Inject(REQUESTS_PER_MINUTE) private readonly limit: number,
  ) {
    this.counts = new RequestCounts(limit, WINDOW_MS, COUNTED);
    this.policy = `"requests";q=${limit};w=${WINDOW_MS / 1000}`;
  }

  canActivate(context: ExecutionContext): true {
    const spec = this.reflector.get<EndpointSpec | undefined>(ENDPOINT_KEY, context.getHandler());
    if (spec?.unlimited) return true;
    const http = context.switchToHttp();
    this.count(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), spec?.weight);
    return true;
  }

  /** Counts one more request, of this weight. Throws `too-many-requests`. */
  count(request: FastifyRequest, reply: FastifyReply, weight = 1): void {
    const id = request.laureate?.principal?.personId ?? request.ip;
    const { left, seconds, isRefused } = this.counts.count(id, weight, performance.now());
    reply.header('RateLimit-Policy', this.policy);
    reply.header('RateLimit', `"requests";r=${left};t=${seconds}`);
    if (!isRefused) return;
    reply.header('Retry-After', seconds);
    const { limit } = this;
    const detail =
      weight > 1
        ? refusal('limit.requestsDear', { limit, weight: Math.min(weight, limit), seconds })
        : refusal('limit.requests', { limit, seconds });
    throw new Problem('too-many-requests', detail);
  }
}
