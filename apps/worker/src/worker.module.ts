import { type DynamicModule, Module } from '@nestjs/common';
import { CycleRunService } from '#libs/cycles';
import {
  EventConsumer,
  EventsModule,
  type KafkaConfig,
  TemporalClient,
  TemporalClientModule,
  type TemporalWorkerOptions,
} from '#libs/platform';
import { cycleStarter } from './cycle-starter.consumer.js';
import { type WorkflowHostConfig, WorkflowHostModule } from './workflow-host.module.js';

export interface WorkerConfig extends WorkflowHostConfig {
  kafka: KafkaConfig;
}

/** Hosts the workflows, and starts the workflow of each published cycle. */
@Module({})
export class WorkerModule {
  static forRoot(config: WorkerConfig, workflows: TemporalWorkerOptions['workflows']): DynamicModule {
    const { database, kafka, temporal } = config;
    return {
      module: WorkerModule,
      imports: [
        WorkflowHostModule.forRoot(config, workflows),
        TemporalClientModule.forRoot(temporal),
        EventsModule.forRoot({ app: 'worker', database, kafka }),
        EventConsumer.registerAsync({ inject: [TemporalClient, CycleRunService], useFactory: cycleStarter }),
      ],
    };
  }
}
