import { type DynamicModule, Module } from '@nestjs/common';
import {
  type DatabaseConfig,
  EventConsumer,
  EventsModule,
  type KafkaConfig,
  PlatformModule,
  TemporalClient,
  TemporalClientModule,
  type TemporalConfig,
  UnitOfWork,
} from '#libs/platform';
import { HistoryArchiver, transparencyEntities } from '#libs/transparency';
import { ArchiverLifecycle } from './archiver-lifecycle.js';
import { auditorConsumer } from './auditor.consumer.js';
import { endedRunsOf, historiesFrom } from './temporal-histories.js';

export interface AuditorConfig {
  database: DatabaseConfig;
  kafka: KafkaConfig;
  temporal: TemporalConfig;
}

/** Archives histories: what the consumer and the lifecycle share. */
@Module({
  providers: [
    {
      provide: HistoryArchiver,
      inject: [UnitOfWork, TemporalClient],
      useFactory: (unitOfWork: UnitOfWork, temporal: TemporalClient) =>
        new HistoryArchiver(unitOfWork, historiesFrom(temporal), endedRunsOf(temporal)),
    },
    ArchiverLifecycle,
  ],
  exports: [ArchiverLifecycle],
})
class ArchiverModule {}

/** Kafka → the auditor's own account of what happened; archives the histories of ended workflow runs. */
@Module({})
export class AuditorModule {
  static forRoot({ database, kafka, temporal }: AuditorConfig): DynamicModule {
    return {
      module: AuditorModule,
      imports: [
        PlatformModule.forRoot({ app: 'auditor', database, entities: transparencyEntities }),
        TemporalClientModule.forRoot(temporal),
        EventsModule.forRoot({ app: 'auditor', database, kafka }),
        EventConsumer.registerAsync({
          imports: [ArchiverModule],
          inject: [ArchiverLifecycle],
          useFactory: auditorConsumer,
        }),
      ],
    };
  }
}
