import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import type { HttpConfig } from '../config/concerns.js';
import { MetricsRegistry } from '../telemetry/metrics.js';
import { AccessGuard } from './access.guard.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { EndpointInterceptor } from './endpoint.interceptor.js';
import { DEFAULT_STREAM_SETTINGS, EventStreams, STREAM_SETTINGS, type StreamSettings } from './event-streams.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimitGuard, rateLimitProvider } from './rate-limit.guard.js';
import { RouteTable } from './route-table.js';
import { Routes } from './routes.js';
import { ValidationPipe } from './validation.pipe.js';

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
