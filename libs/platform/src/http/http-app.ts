import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { HttpConfig } from '../config/concerns.js';
import { NestLogger, log, withLogContext } from '../telemetry/logger.js';
import { MetricsRegistry } from '../telemetry/metrics.js';
import { EventStreams } from './event-streams.js';
import { sendProblem } from './problems/problem.filter.js';
import { RouteTable } from './routes/route-table.js';
import { requestIdOf, traceOf } from './requests/trace.js';

/** A server that listens; `close` stops taking requests, finishes those it has begun, then shuts everything down. */
export interface RunningHttp {
  url: string;
  close(): Promise<void>;
}

const LONGEST_REQUEST_MS = 10_000;

/**
 * Builds an application on Fastify with everything that is global; not yet listening. The module imports `HttpModule`.
 */
export async function createHttpApp(module: DynamicModule, config: HttpConfig): Promise<NestFastifyApplication> {
  let routes = new RouteTable();
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimitBytes,
    genReqId: (request: IncomingMessage) => requestIdOf(request),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    trustProxy: config.trustProxy ?? false,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(error, request, reply, routes),
    routerOptions: { maxParamLength: 200 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(),
    abortOnError: false,
  });
  routes = app.get(RouteTable, { strict: false });
  const server = adapter.getInstance() as unknown as FastifyInstance;
  server.removeContentTypeParser('text/plain');
  server.addHook('onRoute', ({ url, method }) => routes.add(url, method));
  const headers = { ...(await securityHeaders()), 'cache-control': 'no-store' };
  addTelemetry(server, app.get(MetricsRegistry, { strict: false }), headers);
  // Closing waits for the running requests; these would never end.
  const streams = app.get(EventStreams, { strict: false });
  server.addHook('preClose', (done) => {
    streams.closeAll();
    done();
  });
  return app;
}

/** The headers by which browsers are told to be careful: the same on every answer, so helmet is asked for them once. */
async function securityHeaders(): Promise<Record<string, string>> {
  const server = fastify();
  // Swagger UI sets styles in elements; scripts come from files only.
  const directives = { 'style-src': ["'self'", "'unsafe-inline'"], 'upgrade-insecure-requests': null };
  await server.register(helmet, { contentSecurityPolicy: { directives } });
  server.get('/', () => '');
  const { headers } = await server.inject('/');
  await server.close();
  const own = ['content-type', 'content-length', 'date', 'connection'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name))) as Record<string, string>;
}

/** Starts listening; port 0 takes a free one. */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: Pick<HttpConfig, 'host' | 'port'>,
): Promise<RunningHttp> {
  await app.listen({ host, port });
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const { port: given } = server.server.address() as { port: number };
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${given}`,
    close: async () => {
      // A connection whose request is finished after the close began would be kept for the next one.
      const sweep = setInterval(() => server.server.closeIdleConnections(), 50);
      const patience = setTimeout(() => server.server.closeAllConnections(), LONGEST_REQUEST_MS);
      await server.close().finally(() => {
        clearInterval(sweep);
        clearTimeout(patience);
      });
      await app.close();
    },
  };
}

/**
 * Ids for everything a request logs and causes, a line and a measurement at its end, and the
 * headers that every answer has.
 */
function addTelemetry(server: FastifyInstance, metrics: MetricsRegistry, headers: Record<string, string>): void {
  server.addHook('onRequest', (request, reply, done) => {
    request.trace = traceOf(request.headers['traceparent'] as string | undefined);
    reply.headers(headers).header('x-request-id', request.id);
    withLogContext({ requestId: request.id, traceId: request.trace.traceId }, done);
  });
  // Reading the body loses the asynchronous context of the request.
  server.addHook('preValidation', (request, _reply, done) => {
    withLogContext({ requestId: request.id, traceId: request.trace!.traceId }, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { method, id: requestId, trace } = request;
    const route = request.routeOptions.url ?? 'none';
    // How long somebody watched says nothing of how fast we are.
    const watched = String(reply.getHeader('content-type')).startsWith('text/event-stream');
    if (!watched) metrics.observeRequest(method, route, reply.statusCode, reply.elapsedTime / 1000);
    const ms = Math.round(reply.elapsedTime);
    log.info({ requestId, traceId: trace?.traceId, method, route, status: reply.statusCode, ms }, 'request');
    done();
  });
}
