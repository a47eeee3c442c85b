import type { EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import {
  CycleContextService,
  CyclesModule,
  CyclesOptions,
  LatenessService,
  cyclesAudiences,
  cyclesEntities,
  amendmentAudiences,
  interruptionAudiences,
  StageHandlers,
  stageAudiences,
} from '#libs/cycles';
import { EntriesModule, cityNames, entriesAudiences, entriesEntities } from '#libs/entries';
import { IdentityModule, PeopleService, SignInService, identityAudiences, identityEntities } from '#libs/identity';
import { JudgingModule, judgingAudiences, judgingEntities, outcomesShown } from '#libs/judging';
import { Audiences, DeliverySender, NotificationPlanner, notificationsEntities } from '#libs/notifications';
import {
  type DatabaseConfig,
  EventConsumer,
  EventsModule,
  type KafkaConfig,
  MailTransport,
  type MailConfig,
  PlatformModule,
  UnitOfWork,
  log,
} from '#libs/platform';
import { notifierConsumer } from './notifier.consumer.js';
import { SenderLifecycle } from './sender-lifecycle.js';

export interface NotifierConfig {
  database: DatabaseConfig;
  kafka: KafkaConfig;
  mail: MailConfig;
  /** Secret and public address of sign-in: the links of its mails are made here. */
  signIn: { secret: string; publicUrl: string };
  /** Modules that register types of stage besides the shipped ones. */
  stageModules?: DynamicModule[];
}

const entities: EntitySchema[] = [
  ...identityEntities,
  ...cyclesEntities,
  ...entriesEntities,
  ...judgingEntities,
  ...notificationsEntities,
];

/** Kafka → mail: plans deliveries from events, and sends them. */
@Module({})
export class NotifierModule {
  static forRoot({ database, kafka, mail, signIn, stageModules = [] }: NotifierConfig): DynamicModule {
    return {
      module: NotifierModule,
      imports: [
        PlatformModule.forRoot({ app: 'notifier', database, entities }),
        EventsModule.forRoot({ app: 'notifier', database, kafka }),
        IdentityModule.forRoot({ signIn: { ...signIn, database } }),
        CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
        // They bring the handlers of their stage types: whom a reminder or a moved deadline concerns.
        EntriesModule,
        JudgingModule.forRoot(),
        ...stageModules,
        NotifierModule.wiring(mail, signIn.publicUrl),
        EventConsumer.registerAsync({
          inject: [Audiences, DeliverySender, NotificationPlanner],
          useFactory: notifierConsumer,
        }),
      ],
    };
  }

  private static wiring(mail: MailConfig, publicUrl: string): DynamicModule {
    return {
      module: class NotificationsWiring {},
      global: true,
      providers: [
        { provide: MailTransport, useFactory: () => new MailTransport(mail) },
        {
          provide: Audiences,
          inject: [UnitOfWork, SignInService, PeopleService, CycleContextService, LatenessService, StageHandlers],
          useFactory: (
            unitOfWork: UnitOfWork,
            signIn: SignInService,
            people: PeopleService,
            cycles: CycleContextService,
            latecomers: LatenessService,
            handlers: StageHandlers,
          ) => {
            const of = { unitOfWork, cycles, people, linkTo: (path: string) => publicUrl + path };
            return new Audiences([
              ...identityAudiences(signIn, people, { cityName: cityNames(unitOfWork) }),
              ...interruptionAudiences({ unitOfWork, context: cycles, people, handlers }),
              ...cyclesAudiences(cycles, people, latecomers),
              ...amendmentAudiences({ ...of, handlers }),
              ...stageAudiences({ ...of, handlers }),
              ...entriesAudiences({ ...of, outcomesOf: (decisionId) => outcomesShown(unitOfWork, decisionId) }),
              ...judgingAudiences({ ...of, handlers }),
            ]);
          },
        },
        {
          provide: NotificationPlanner,
          inject: [Audiences],
          useFactory: (audiences: Audiences) => new NotificationPlanner(audiences, mail.domain),
        },
        {
          provide: DeliverySender,
          inject: [UnitOfWork, MailTransport, Audiences, PeopleService],
          useFactory: (unitOfWork: UnitOfWork, transport: MailTransport, audiences: Audiences, people: PeopleService) =>
            new DeliverySender(unitOfWork, transport, audiences, people, (error, deliveryId) =>
              log.error({ err: error, deliveryId }, 'a delivery could not be attempted'),
            ),
        },
        SenderLifecycle,
      ],
      exports: [MailTransport, Audiences, NotificationPlanner, DeliverySender],
    };
  }
}
