import type { EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Activities } from '#libs/contracts';
import { CycleRunService, CyclesActivities, CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { EntriesModule, entriesEntities } from '#libs/entries';
import { IdentityModule, identityEntities } from '#libs/identity';
import { JudgingActivities, JudgingModule, judgingEntities } from '#libs/judging';
import {
  type DatabaseConfig,
  EventConsumer,
  EventsModule,
  type KafkaConfig,
  PlatformModule,
  type SecretsConfig,
  TemporalClient,
  TemporalClientModule,
  type TemporalConfig,
  TemporalWorker,
  type TemporalWorkerOptions,
} from '#libs/platform';
import { cycleStarter } from './cycle-starter.consumer.js';

export interface WorkerConfig {
  database: DatabaseConfig;
  kafka: KafkaConfig;
  temporal: TemporalConfig;
  secrets: Pick<SecretsConfig, 'ballotKey'>;
}

const entities: EntitySchema[] = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];

/** Hosts the workflows, binds their activities to the libs, and starts the workflow of each published cycle. */
@Module({})
export class WorkerModule {
  static forRoot(config: WorkerConfig, workflows: TemporalWorkerOptions['workflows']): DynamicModule {
    const { database, kafka, temporal, secrets } = config;
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot({ app: 'worker', database, entities }),
        TemporalClientModule.forRoot(temporal),
        EventsModule.forRoot({ app: 'worker', database, kafka }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
        EntriesModule,
        JudgingModule.forRoot(secrets),
        EventConsumer.registerAsync({ inject: [TemporalClient, CycleRunService], useFactory: cycleStarter }),
      ],
      providers: [
        {
          provide: TemporalWorker,
          inject: [CyclesActivities, JudgingActivities],
          useFactory: (cycles: CyclesActivities, judging: JudgingActivities) =>
            new TemporalWorker({ config: temporal, workflows, activities: activitiesOf(cycles, judging) }),
        },
      ],
    };
  }
}

/** Every activity by the name the workflows call it by. */
const activitiesOf = (cycles: CyclesActivities, judging: JudgingActivities): Activities => ({
  readCyclePlan: cycles.readCyclePlan,
  readStage: cycles.readStage,
  openStage: cycles.openStage,
  moveDeadline: cycles.moveDeadline,
  closeStage: cycles.closeStage,
  remind: cycles.remind,
  cancelCycle: cycles.cancelCycle,
  completeCycle: cycles.completeCycle,
  needsAttention: cycles.needsAttention,
  endWorkflow: cycles.endWorkflow,
  prepareStage: judging.prepareStage,
  proposeDecision: judging.proposeDecision,
  signDecision: judging.signDecision,
  certifyDecision: judging.certifyDecision,
  releaseDecision: judging.releaseDecision,
});
