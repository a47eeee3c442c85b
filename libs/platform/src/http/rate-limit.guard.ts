import type { ExecutionContext } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

type LimitedRequest = Parameters<ThrottlerGuard['handleRequest']>[0];

/** Counts the requests of an API key, else of a person, else of an address, over all routes; tells how many are left. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async handleRequest({
    context,
    limit,
    ttl,
    blockDuration,
    throttler,
  }: LimitedRequest): Promise<boolean> {
    const { request, reply } = exchange(context);
    const { apiKeyId, personId } = request.laureate?.principal ?? {};
    const tracker = apiKeyId ?? personId ?? (await this.getTracker({ ip: request.ip }));
    const count = await this.storageService.increment(tracker, ttl, limit, blockDuration, throttler.name ?? 'default');
    const seconds = Math.ceil(count.isBlocked ? count.timeToBlockExpire : count.timeToExpire);
    reply.header('RateLimit-Policy', `"default";q=${limit};w=${ttl / 1000}`);
    reply.header('RateLimit', `"default";r=${Math.max(0, limit - count.totalHits)};t=${seconds}`);
    if (!count.isBlocked) return true;
    reply.header('Retry-After', seconds);
    throw new Problem('too-many-requests', `At most ${limit} requests a minute; wait ${seconds} s.`);
  }
}

function exchange(context: ExecutionContext) {
  const http = context.switchToHttp();
  return { request: http.getRequest<FastifyRequest>(), reply: http.getResponse<FastifyReply>() };
}
