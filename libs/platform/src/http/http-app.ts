import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpConfig } from '../config/concerns.js';
import { NestLogger, log, withLogContext } from '../telemetry/logger.js';
import { MetricsRegistry } from '../telemetry/metrics.js';
import { EventStreams } from './event-streams.js';
import { sendProblem } from './problem.filter.js';
import { RouteTable } from './route-table.js';
import { requestIdOf, traceOf } from './trace.js';

/** A server that listens; `close` stops taking requests, finishes those in hand, then shuts everything down. */
export interface RunningHttp {
  url: string;
  close(): Promise<void>;
}

const LONGEST_REQUEST_MS = 10_000;

/** Builds an application on Fastify with everything that is global; not yet listening. The module imports `HttpModule`. */
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
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRoute', ({ url, method }) => routes.add(url, method));
  addTelemetry(fastify, app.get(MetricsRegistry, { strict: false }));
  // Closing waits for the requests in hand; these would never end.
  const streams = app.get(EventStreams, { strict: false });
  fastify.addHook('preClose', (done) => {
    streams.closeAll();
    done();
  });
  // Swagger UI sets styles in elements; scripts come from files only.
  const directives = { 'style-src': ["'self'", "'unsafe-inline'"], 'upgrade-insecure-requests': null };
  await app.register(helmet as never, { contentSecurityPolicy: { directives } });
  return app;
}

/** Starts listening; port 0 takes a free one. */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: Pick<HttpConfig, 'host' | 'port'>,
): Promise<RunningHttp> {
  await app.listen({ host, port });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const { port: given } = fastify.server.address() as { port: number };
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${given}`,
    close: async () => {
      // A connection whose request is finished after the close began would be kept for the next one.
      const sweep = setInterval(() => fastify.server.closeIdleConnections(), 50);
      const patience = setTimeout(() => fastify.server.closeAllConnections(), LONGEST_REQUEST_MS);
      await fastify.close().finally(() => {
        clearInterval(sweep);
        clearTimeout(patience);
      });
      await app.close();
    },
  };
}

/** Ids for everything a request logs and causes, a line and a measurement at its end. */
function addTelemetry(fastify: FastifyInstance, metrics: MetricsRegistry): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    request.trace = traceOf(request.headers['traceparent'] as string | undefined);
    reply.header('x-request-id', request.id).header('cache-control', 'no-store');
    withLogContext({ requestId: request.id, traceId: request.trace.traceId }, done);
  });
  // Reading the body loses the asynchronous context of the request.
  fastify.addHook('preValidation', (request, _reply, done) => {
    withLogContext({ requestId: request.id, traceId: request.trace!.traceId }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
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
