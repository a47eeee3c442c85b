import { Controller, type DynamicModule, Get, Inject, Injectable, Module, type ModuleMetadata } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { z } from 'zod';
import { Endpoint } from '../http/routes/endpoint.js';
import { Problem } from '../problem/problem.js';
import { refusal } from '../refusals.words.js';
import type { HealthCheck } from '../telemetry/health.js';
import { log } from '../telemetry/logger.js';
import { type MetricSource, MetricsRegistry } from '../telemetry/metrics.js';

/** What an operator may ask of a service. */
export interface Operations {
  checks: HealthCheck[];
  metrics: MetricSource[];
}
const OPERATIONS = Symbol('Operations');
const CHECK_TIMEOUT_MS = 2000;

const Health = z
  .object({ status: z.literal('ok'), parts: z.record(z.string(), z.literal('up')) })
  .meta({ id: 'Health' });

/** Is the process there, and does everything it needs answer? */
@Controller('health')
export class HealthController {
  constructor(
    @Inject(OPERATIONS) private readonly operations: Operations,
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  @Get('live')
  @Endpoint({
    summary: 'Is the process alive?',
    access: 'public',
    unlimited: true,
    response: z.object({ status: z.literal('ok') }),
  })
  live() {
    return { status: 'ok' as const };
  }

  @Get('ready')
  @Endpoint({
    summary: 'Does everything this service needs answer?',
    access: 'public',
    unlimited: true,
    response: Health,
  })
  async ready() {
    const checks = this.operations.checks.map((check) => () => this.ask(check));
    const parts = await this.health.check(checks).then(
      ({ details }) => details,
      (error: { response?: { details?: Record<string, { status: string }> } }) => error.response?.details ?? {},
    );
    const states = Object.fromEntries(Object.entries(parts).map(([name, { status }]) => [name, status]));
    const down = Object.keys(states).filter((name) => states[name] !== 'up');
    if (down.length > 0)
      throw new Problem('unavailable', refusal('server.notReady', { parts: down.join(', ') }), { parts: states });
    return { status: 'ok' as const, parts: states as Record<string, 'up'> };
  }

  private async ask({ name, check }: HealthCheck) {
    const attempt = async () => {
      try {
        await check();
      } catch (error) {
        log.warn({ err: error, part: name }, 'a part does not answer');
        throw error;
      }
    };
    return this.indicators.check(name).attempt(attempt).withTimeout(CHECK_TIMEOUT_MS);
  }
}

/** Prometheus metrics. */
@Controller('metrics')
export class MetricsController {
  constructor(private readonly registry: MetricsRegistry) {}

  @Get()
  @Endpoint({ summary: 'Prometheus metrics', access: 'public', produces: 'text/plain', hidden: true, unlimited: true })
  metrics() {
    return this.registry.text();
  }
}

@Injectable()
class MetricSources {
  constructor(@Inject(OPERATIONS) operations: Operations, registry: MetricsRegistry) {
    for (const source of operations.metrics) registry.add(source);
  }
}

/** Health and metrics of a service; needs `HttpModule`. */
@Module({})
export class OperationsModule {
  static forRoot(options: {
    imports?: ModuleMetadata['imports'];
    inject?: (abstract new (...args: never[]) => unknown)[];
    useFactory: (...args: never[]) => Operations;
  }): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    return {
      module: OperationsModule,
      imports: [TerminusModule.forRoot({ logger: false }), ...imports],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: OPERATIONS, inject, useFactory: useFactory as (...args: unknown[]) => Operations },
        MetricSources,
      ],
    };
  }
}
