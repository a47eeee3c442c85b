import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  type InjectionToken,
  Injectable,
  Module,
  type ModuleMetadata,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { DatabaseConfig, KafkaConfig } from '../config/concerns.js';
import type { AppName } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { HealthCheck } from '../telemetry/health.js';
import { ConsumerHost } from './consumer.js';
import type { ConsumerDefinition, ConsumerSettings } from './consumer-definition.js';
import { EventOperations } from './event-operations.js';
import { KafkaClient, createKafka } from './kafka.js';
import { NotificationListener } from './notification-listener.js';

/** What an app's events need. */
export interface EventsOptions {
  app: AppName;
  database: DatabaseConfig;
  kafka: KafkaConfig;
}

/** The consumers of this process: they start with the application and end before its database pool does. */
@Injectable()
export class EventConsumers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly hosts: ConsumerHost[] = [];

  constructor(
    private readonly kafka: KafkaClient,
    private readonly listener: NotificationListener,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  add(definition: ConsumerDefinition, settings?: Partial<ConsumerSettings>): ConsumerHost {
    const { kafka, listener, unitOfWork } = this;
    const host = new ConsumerHost({ definition, kafka, listener, unitOfWork, ...(settings && { settings }) });
    this.hosts.push(host);
    return host;
  }

  onApplicationBootstrap(): void {
    if (this.hosts.length === 0) return;
    this.listener.start();
    for (const host of this.hosts) host.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.stop()));
    await this.listener.stop();
  }

  /** One part per consumer: up while it is a member of its group and nothing it needs is away. */
  healthChecks(): HealthCheck[] {
    return this.hosts.map((host) => ({
      name: `consumer-${host.name}`,
      check: async () => {
        const { joined, problem } = host.state;
        if (!joined || problem !== null) throw new Error(problem ?? 'It has not joined its group yet.');
      },
    }));
  }
}

/**
 * Kafka for an app: `EventConsumer.register(…)` beside it for each consumer, `EventOperations` for
 * whoever looks after them.
 */
@Module({})
export class EventsModule {
  static forRoot({ app, database, kafka }: EventsOptions): DynamicModule {
    const providers = [
      { provide: KafkaClient, useFactory: () => createKafka(kafka) },
      { provide: NotificationListener, useFactory: () => new NotificationListener(database.url, app) },
      EventConsumers,
      EventOperations,
    ];
    return { module: EventsModule, global: true, providers, exports: providers.map(tokenOf) };
  }
}

const tokenOf = (provider: InjectionToken | { provide: InjectionToken }) =>
  typeof provider === 'object' && 'provide' in provider ? provider.provide : provider;

/** Declares a consumer of an app. */
@Module({})
export class EventConsumer {
  /** A consumer whose handlers need nothing injected. */
  static register(definition: ConsumerDefinition, settings?: Partial<ConsumerSettings>): DynamicModule {
    return EventConsumer.registerAsync({ useFactory: () => definition, ...(settings && { settings }) });
  }

  /** A consumer whose definition is made from services: `{ imports, inject, useFactory }`. */
  static registerAsync<Services extends unknown[]>(options: {
    imports?: ModuleMetadata['imports'];
    inject?: { [K in keyof Services]: InjectionToken<Services[K]> };
    useFactory: (...services: Services) => ConsumerDefinition;
    settings?: Partial<ConsumerSettings>;
  }): DynamicModule {
    const { imports = [], inject, useFactory, settings } = options;
    const host = {
      provide: Symbol('ConsumerHost'),
      inject: [EventConsumers, ...((inject ?? []) as InjectionToken[])],
      useFactory: (consumers: EventConsumers, ...services: unknown[]) =>
        consumers.add(useFactory(...(services as Services)), settings),
    };
    return { module: EventConsumer, imports, providers: [host] };
  }
}
