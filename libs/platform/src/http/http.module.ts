import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import type { HttpConfig } from '../config/concerns.js';
import { MetricsRegistry } from '../telemetry/metrics.js';
import { AccessGuard } from './access/access.guard.js';
import { AuthenticationGuard } from './access/authentication.guard.js';
import { EndpointInterceptor } from './routes/endpoint.interceptor.js';
import { DEFAULT_STREAM_SETTINGS, EventStreams, STREAM_SETTINGS, type StreamSettings } from './event-streams.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { RateLimitGuard, rateLimitProvider } from './limits/rate-limit.guard.js';
import { RouteTable } from './routes/route-table.js';
import { Routes } from './routes/routes.js';
import { ValidationPipe } from './requests/validation.pipe.js';

/** Everything that holds for every route. */
@Module({})
export class HttpModule {
  static forRoot(config: Pick<HttpConfig, 'requestsPerMinute'>, streams: Partial<StreamSettings> = {}): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        Routes,
        RouteTable,
        MetricsRegistry,
        rateLimitProvider(config),
        AuthenticationGuard,
        RateLimitGuard,
        AccessGuard,
        EventStreams,
        { provide: STREAM_SETTINGS, useValue: { ...DEFAULT_STREAM_SETTINGS, ...streams } },
        // Guards run in this order: who is it, how often, may they.
        { provide: APP_GUARD, useExisting: AuthenticationGuard },
        { provide: APP_GUARD, useExisting: RateLimitGuard },
        { provide: APP_GUARD, useExisting: AccessGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: EndpointInterceptor },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
      exports: [AuthenticationGuard, EventStreams, MetricsRegistry, RateLimitGuard, Routes, RouteTable],
    };
  }
}
