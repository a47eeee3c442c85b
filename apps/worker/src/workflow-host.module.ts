import type { EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Activities } from '#libs/contracts';
import { CyclesActivities, CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { EntriesModule, entriesEntities } from '#libs/entries';
import { IdentityModule, identityEntities } from '#libs/identity';
import { JudgingActivities, JudgingModule, judgingEntities } from '#libs/judging';
import {
  type DatabaseConfig,
  PlatformModule,
  type SecretsConfig,
  type TemporalConfig,
  TemporalWorker,
  type TemporalWorkerOptions,
} from '#libs/platform';

export interface WorkflowHostConfig {
  database: DatabaseConfig;
  temporal: TemporalConfig;
  secrets: Pick<SecretsConfig, 'ballotKey'>;
}

const entities: EntitySchema[] = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];

/** Hosts the workflows and binds their activities to the libs. */
@Module({})
export class WorkflowHostModule {
  static forRoot(config: WorkflowHostConfig, workflows: TemporalWorkerOptions['workflows']): DynamicModule {
    const { database, temporal, secrets } = config;
    return {
      module: WorkflowHostModule,
      imports: [
        PlatformModule.forRoot({ app: 'worker', database, entities }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
        EntriesModule,
        JudgingModule.forRoot(secrets),
      ],
      providers: [
        {
          provide: TemporalWorker,
          inject: [CyclesActivities, JudgingActivities],
          useFactory: (cycles: CyclesActivities, judging: JudgingActivities) =>
            new TemporalWorker({ config: temporal, workflows, activities: activitiesOf(cycles, judging) }),
        },
      ],
      exports: [TemporalWorker],
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
