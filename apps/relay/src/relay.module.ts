import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  type DatabaseConfig,
  KafkaClient,
  type KafkaConfig,
  OutboxRelay,
  PlatformModule,
  createKafka,
} from '#libs/platform';

export interface RelayConfig {
  database: DatabaseConfig;
  kafka: KafkaConfig;
}

/** The relay lives as long as the application. */
@Injectable()
class RelayLifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly relay: OutboxRelay) {}

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.relay.stop();
  }
}

/** Outbox → Kafka. */
@Module({})
export class RelayModule {
  static forRoot({ database, kafka }: RelayConfig): DynamicModule {
    return {
      module: RelayModule,
      imports: [PlatformModule.forRoot({ app: 'relay', database, entities: [] })],
      providers: [
        { provide: OutboxRelay, useFactory: () => new OutboxRelay({ database, kafka }) },
        { provide: KafkaClient, useFactory: () => createKafka(kafka) },
        RelayLifecycle,
      ],
    };
  }
}
