import type { EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Activities } from '#libs/contracts';
import { CyclesActivities, CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { EntriesActivities, EntriesModule, entriesEntities, entriesPersonalData } from '#libs/entries';
import {
  IdentityModule,
  PERSONAL_DATA_SOURCES,
  type PersonalDataSource,
  PersonalDataService,
  RetentionActivities,
  RetentionService,
  identityEntities,
  identityPersonalData,
} from '#libs/identity';
import { JudgingActivities, JudgingModule, judgingEntities, judgingPersonalData } from '#libs/judging';
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
  /** Modules that register types of stage besides the shipped ones. */
  stageModules?: DynamicModule[];
}

const entities: EntitySchema[] = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];

/**
 * What ends by itself here, and what stands in its way. Identity comes last: the others find by the
 * addresses that it erases.
 */
const PERSONAL_DATA: PersonalDataSource[] = [entriesPersonalData, judgingPersonalData, identityPersonalData];

/** Hosts the workflows and binds their activities to the libs. */
@Module({})
export class WorkflowHostModule {
  static forRoot(config: WorkflowHostConfig, workflows: TemporalWorkerOptions['workflows']): DynamicModule {
    const { database, temporal, secrets, stageModules = [] } = config;
    return {
      module: WorkflowHostModule,
      imports: [
        PlatformModule.forRoot({ app: 'worker', database, entities }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
        EntriesModule,
        JudgingModule.forRoot(secrets),
        ...stageModules,
      ],
      providers: [
        { provide: PERSONAL_DATA_SOURCES, useValue: PERSONAL_DATA },
        PersonalDataService,
        RetentionService,
        RetentionActivities,
        {
          provide: TemporalWorker,
          inject: [CyclesActivities, EntriesActivities, JudgingActivities, RetentionActivities],
          useFactory: (...libs: Parameters<typeof activitiesOf>) =>
            new TemporalWorker({ config: temporal, workflows, activities: activitiesOf(...libs) }),
        },
      ],
      exports: [TemporalWorker, EntriesModule, JudgingModule],
    };
  }
}

/** Every activity by the name the workflows call it by. */
const activitiesOf = (
  cycles: CyclesActivities,
  entries: EntriesActivities,
  judging: JudgingActivities,
  people: RetentionActivities,
): Activities => ({
  readCyclePlan: cycles.readCyclePlan,
  reportLate: cycles.reportLate,
  readStage: cycles.readStage,
  openStage: cycles.openStage,
  moveDeadline: cycles.moveDeadline,
  moveWithFollowing: cycles.moveWithFollowing,
  signAmendment: cycles.signAmendment,
  closeStage: cycles.closeStage,
  closeStageEarly: cycles.closeStageEarly,
  remind: cycles.remind,
  pauseCycle: cycles.pauseCycle,
  resumeCycle: cycles.resumeCycle,
  cancelCycle: cycles.cancelCycle,
  completeCycle: cycles.completeCycle,
  needsAttention: cycles.needsAttention,
  endWorkflow: cycles.endWorkflow,
  readComplaint: judging.readComplaint,
  remindOfComplaint: judging.remindOfComplaint,
  reportOverdueComplaint: judging.reportOverdueComplaint,
  readClarification: entries.readClarification,
  remindOfClarification: entries.remindOfClarification,
  timeOutClarification: entries.timeOutClarification,
  carryOutRetention: people.carryOutRetention,
  prepareStage: judging.prepareStage,
  proposeDecision: judging.proposeDecision,
  reopenStage: judging.reopenStage,
  signDecision: judging.signDecision,
  certifyDecision: judging.certifyDecision,
  releaseDecision: judging.releaseDecision,
  readSupersession: judging.readSupersession,
  endSupersession: judging.endSupersession,
  proposeSupersession: judging.proposeSupersession,
  signSupersession: judging.signSupersession,
  certifySupersession: judging.certifySupersession,
  dropSupersession: judging.dropSupersession,
});
