import { EntityManager } from '@mikro-orm/postgresql';
import { NestFactory } from '@nestjs/core';
import { countDeliveries } from '#libs/notifications';
import {
  EventConsumers,
  MailTransport,
  type OperationsConfig,
  databaseCheck,
  deadLetterMetrics,
  NestLogger,
  startOperationsServer,
} from '#libs/platform';
import { type NotifierConfig, NotifierModule } from './notifier.module.js';

/** Starts the notifier with its health and metrics; `close` lets the claimed mails go out. */
export async function startNotifier(config: NotifierConfig & { operations: OperationsConfig }) {
  const app = await NestFactory.createApplicationContext(NotifierModule.forRoot(config), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  const em = app.get(EntityManager);
  const transport = app.get(MailTransport);
  const operations = await startOperationsServer(config.operations, {
    checks: [
      databaseCheck(em),
      { name: 'mail', check: () => transport.check() },
      ...app.get(EventConsumers).healthChecks(),
    ],
    metrics: [
      ...deadLetterMetrics(em),
      {
        name: 'laureate_deliveries',
        help: 'Deliveries of mail by state',
        labels: ['kind', 'state'],
        collect: async () =>
          (await countDeliveries(em.fork())).map(({ kind, state, count }) => ({
            labels: { kind, state },
            value: count,
          })),
      },
    ],
  });
  return {
    operations: operations.url,
    close: async () => {
      await operations.close();
      await app.close();
    },
  };
}
