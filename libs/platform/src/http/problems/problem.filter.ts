import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredWords, problemInWords } from '#libs/words';
import { currentLogContext, log } from '../../telemetry/logger.js';
import { problemOf } from './problem-of.js';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';
import { RouteTable } from '../routes/route-table.js';

/** Answers every error of every route, and of no route, with a problem document. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    sendProblem(error, request, reply, this.routes);
  }
}

/** Sends the problem document of an error and logs what is our own fault. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, routes: RouteTable): void {
  const path = request.url.split('?', 1)[0]!;
  const others = routes.methodsOf(path);
  // Also where a pattern took it: PUT /v1/cycles/check is not about a cycle named "check".
  const wrongMethod = others.length > 0 && !others.includes(request.method);
  const problem = wrongMethod ? notAllowed(request.method, path, others) : problemOf(error);
  const document = problemInWords(problem.document, preferredWords(request.headers['accept-language']));
  const { status } = document;
  if (status >= 500) log[status === 503 ? 'warn' : 'error']({ err: error }, 'request failed');
  if (reply.sent || reply.raw.headersSent) return;
  if (wrongMethod) reply.header('allow', others.join(', '));
  if (status === 401) reply.header('www-authenticate', 'ApiKey realm="laureate"');
  if (status === 503) reply.header('retry-after', '1');
  const traceId = currentLogContext()['traceId'] ?? request.trace?.traceId;
  reply
    .removeHeader('etag')
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...document, instance: path, ...(traceId ? { traceId } : {}) }));
}

function notAllowed(method: string, path: string, allowed: string[]): Problem {
  return new Problem('method-not-allowed', refusal('notAllowed', { path, method, allowed: allowed.join(', ') }));
}
