import { EntityManager } from '@mikro-orm/postgresql';
import { NestFactory } from '@nestjs/core';
import {
  KafkaClient,
  NestLogger,
  type OperationsConfig,
  OutboxRelay,
  databaseCheck,
  outboxMetrics,
  startOperationsServer,
} from '#libs/platform';
import { type RelayConfig, RelayModule } from './relay.module.js';

/** Starts the relay with its health and metrics; `close` lets the claimed batches be published and marked. */
export async function startRelay(config: RelayConfig & { operations: OperationsConfig }) {
  const app = await NestFactory.createApplicationContext(RelayModule.forRoot(config), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  const em = app.get(EntityManager);
  const operations = await startOperationsServer(config.operations, {
    checks: [databaseCheck(em), app.get(KafkaClient).healthCheck(), app.get(OutboxRelay).healthCheck()],
    metrics: outboxMetrics(em),
  });
  return {
    operations: operations.url,
    close: async () => {
      await operations.close();
      await app.close();
    },
  };
}
