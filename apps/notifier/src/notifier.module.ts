import type { EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import {
  ConcernedSources,
  CycleContextService,
  CyclesModule,
  CyclesOptions,
  LatenessService,
  currentReminders,
  cyclesAudiences,
  cyclesEntities,
  amendmentAudiences,
  interruptionAudiences,
} from '#libs/cycles';
import { callConcerned, cityNames, entriesAudiences, entriesEntities } from '#libs/entries';
import { IdentityModule, PeopleService, SignInService, identityAudiences, identityEntities } from '#libs/identity';
import { judgingAudiences, judgingEntities, panelConcerned, outcomesShown } from '#libs/judging';
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
  static forRoot({ database, kafka, mail, signIn }: NotifierConfig): DynamicModule {
    return {
      module: NotifierModule,
      imports: [
        PlatformModule.forRoot({ app: 'notifier', database, entities }),
        EventsModule.forRoot({ app: 'notifier', database, kafka }),
        IdentityModule.forRoot({ signIn: { ...signIn, database } }),
        CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
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
          inject: [UnitOfWork, SignInService, PeopleService, CycleContextService, LatenessService, ConcernedSources],
          useFactory: (
            unitOfWork: UnitOfWork,
            signIn: SignInService,
            people: PeopleService,
            cycles: CycleContextService,
            latecomers: LatenessService,
            concerned: ConcernedSources,
          ) => {
            concerned.register(callConcerned, panelConcerned);
            const of = { unitOfWork, cycles, people, linkTo: (path: string) => publicUrl + path };
            const audiences = [
              ...identityAudiences(signIn, people, { cityName: cityNames(unitOfWork) }),
              ...interruptionAudiences({ unitOfWork, context: cycles, people, concerned }),
              ...cyclesAudiences(cycles, people, latecomers),
              ...amendmentAudiences({ ...of, concerned }),
              ...entriesAudiences({ ...of, outcomesOf: (decisionId) => outcomesShown(unitOfWork, decisionId) }),
              ...judgingAudiences(of),
            ];
            return new Audiences(audiences.map((audience) => currentReminders(cycles, audience)));
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
