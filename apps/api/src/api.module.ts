import { EntityManager, type EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import { CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { entriesEntities } from '#libs/entries';
import { IdentityModule, identityEntities } from '#libs/identity';
import { judgingEntities } from '#libs/judging';
import {
  type DatabaseConfig,
  EventStreams,
  EventsModule,
  type FilesConfig,
  type HttpConfig,
  HttpModule,
  type KafkaConfig,
  OperationsModule,
  PlatformModule,
  type SecretsConfig,
  TemporalClient,
  TemporalClientModule,
  type TemporalConfig,
  EventOperations,
  consumerMetrics,
  databaseCheck,
  deadLetterMetrics,
  outboxMetrics,
} from '#libs/platform';
import { transparencyEntities } from '#libs/transparency';
import { AuditApiModule } from './audit/audit-api.module.js';
import { AttachmentsApiModule } from './entries/attachments-api.module.js';
import { CyclesApiModule } from './cycles/cycles-api.module.js';
import { DoctorApiModule } from './doctor/doctor-api.module.js';
import { EntriesApiModule } from './entries/entries-api.module.js';
import { EventsApiModule } from './events/events-api.module.js';
import { IdentityApiModule } from './identity/identity-api.module.js';
import { JudgesCopiesApiModule } from './judging/judges-copies-api.module.js';
import { JudgingApiModule } from './judging/judging-api.module.js';
import { SupersessionApiModule } from './judging/supersession-api.module.js';
import { NotificationsApiModule } from './notifications/notifications-api.module.js';
import { PersonalDataApiModule } from './personal-data/personal-data-api.module.js';
import { PERSONAL_DATA } from './personal-data/sources.js';
import { ProgressApiModule } from './progress/progress-api.module.js';
import { ApiDescription } from './operations/api-description.js';
import { DescriptionController } from './operations/description.controller.js';

export interface ApiConfig {
  http: HttpConfig;
  database: DatabaseConfig;
  secrets: Pick<SecretsConfig, 'signInSecret'>;
  temporal: TemporalConfig;
  kafka: KafkaConfig;
  files: FilesConfig;
  /** Modules that register types of stage besides the shipped ones. */
  stageModules?: DynamicModule[];
}

/** The entities of every lib the API uses. */
const entities: EntitySchema[] = [
  ...identityEntities,
  ...cyclesEntities,
  ...entriesEntities,
  ...judgingEntities,
  ...transparencyEntities,
];

/** The libs, and the routes that stand before them. */
function featuresOf(config: ApiConfig): NonNullable<DynamicModule['imports']> {
  const { http, database, secrets, temporal, kafka, files } = config;
  const attachments = AttachmentsApiModule.forRoot(files);
  return [
    IdentityModule.forRoot({ signIn: { database, secret: secrets.signInSecret, publicUrl: publicUrlOf(http) } }),
    CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
    TemporalClientModule.forRoot(temporal),
    EventsModule.forRoot({ app: 'api', database, kafka }),
    IdentityApiModule,
    CyclesApiModule,
    ProgressApiModule,
    EntriesApiModule,
    attachments,
    JudgingApiModule,
    JudgesCopiesApiModule.forRoot(attachments),
    SupersessionApiModule,
    EventsApiModule,
    AuditApiModule,
    NotificationsApiModule,
    DoctorApiModule,
    PersonalDataApiModule.forRoot(PERSONAL_DATA),
  ];
}

/** The HTTP API: what holds for every route, health and metrics, the descriptions of itself, and the features. */
@Module({})
export class ApiModule {
  static forRoot(config: ApiConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot({ app: 'api', database: config.database, entities }),
        HttpModule.forRoot(config.http),
        OperationsModule.forRoot({
          inject: [EntityManager, TemporalClient, EventOperations, EventStreams],
          useFactory: (
            em: EntityManager,
            temporal: TemporalClient,
            events: EventOperations,
            streams: EventStreams,
          ) => ({
            checks: [databaseCheck(em), temporal.healthCheck()],
            metrics: [...outboxMetrics(em), ...deadLetterMetrics(em), ...consumerMetrics(events), streams.metric()],
          }),
        }),
        ...featuresOf(config),
        ...(config.stageModules ?? []),
      ],
      controllers: [DescriptionController],
      providers: [ApiDescription],
    };
  }
}

/** Where people reach the API: as configured, else where it listens. */
const publicUrlOf = ({ publicUrl, host, port }: HttpConfig) => publicUrl ?? `http://${host}:${port}`;
