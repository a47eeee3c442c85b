import { type DynamicModule, Module } from '@nestjs/common';
import { AfterCloseService, CycleRunService, EarlyClosingService } from '#libs/cycles';
import {
  AttachmentChecker,
  AttachmentsModule,
  ClarificationRunService,
  AutomaticCheckService,
  PastEditionService,
} from '#libs/entries';
import { ComplaintRunService, SupersessionEnforcementService } from '#libs/judging';
import {
  EventConsumer,
  EventsModule,
  type FilesConfig,
  type KafkaConfig,
  TemporalClient,
  TemporalClientModule,
  type TemporalWorkerOptions,
} from '#libs/platform';
import { attachmentConsumer } from './attachment.consumer.js';
import { automaticCheckConsumer } from './automatic-check.consumer.js';
import { workerConsumer } from './worker.consumer.js';
import { type WorkflowHostConfig, WorkflowHostModule } from './workflow-host.module.js';

export interface WorkerConfig extends WorkflowHostConfig {
  kafka: KafkaConfig;
  files: FilesConfig;
}

/** Hosts the workflows, and brings to them what events report. */
@Module({})
export class WorkerModule {
  static forRoot(config: WorkerConfig, workflows: TemporalWorkerOptions['workflows']): DynamicModule {
    const { database, kafka, temporal, files } = config;
    const host = WorkflowHostModule.forRoot(config, workflows);
    const attachments = AttachmentsModule.forWorker(files);
    return {
      module: WorkerModule,
      imports: [
        host,
        TemporalClientModule.forRoot(temporal),
        EventsModule.forRoot({ app: 'worker', database, kafka }),
        EventConsumer.registerAsync({
          imports: [host],
          inject: [
            TemporalClient,
            CycleRunService,
            EarlyClosingService,
            AfterCloseService,
            ComplaintRunService,
            ClarificationRunService,
            SupersessionEnforcementService,
          ],
          useFactory: (
            temporal: TemporalClient,
            cycles: CycleRunService,
            closing: EarlyClosingService,
            afterClose: AfterCloseService,
            complaints: ComplaintRunService,
            clarifications: ClarificationRunService,
            superseding: SupersessionEnforcementService,
          ) => workerConsumer(temporal, { cycles, closing, afterClose, complaints, clarifications, superseding }),
        }),
        EventConsumer.registerAsync({
          imports: [host],
          inject: [AutomaticCheckService, PastEditionService],
          useFactory: automaticCheckConsumer,
        }),
        EventConsumer.registerAsync({
          imports: [attachments],
          inject: [AttachmentChecker],
          useFactory: attachmentConsumer,
          // Between two files it may stop.
          settings: { batchSize: 1 },
        }),
      ],
    };
  }
}
