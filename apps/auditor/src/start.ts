import { EntityManager } from '@mikro-orm/postgresql';
import { NestFactory } from '@nestjs/core';
import {
  EventConsumers,
  NestLogger,
  type OperationsConfig,
  TemporalClient,
  databaseCheck,
  deadLetterMetrics,
  startOperationsServer,
} from '#libs/platform';
import { type AuditorConfig, AuditorModule } from './auditor.module.js';

/** Starts the auditor with its health and metrics. */
export async function startAuditor(config: AuditorConfig & { operations: OperationsConfig }) {
  const app = await NestFactory.createApplicationContext(AuditorModule.forRoot(config), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  const em = app.get(EntityManager);
  const operations = await startOperationsServer(config.operations, {
    checks: [databaseCheck(em), app.get(TemporalClient).healthCheck(), ...app.get(EventConsumers).healthChecks()],
    metrics: deadLetterMetrics(em),
  });
  return {
    operations: operations.url,
    close: async () => {
      await operations.close();
      await app.close();
    },
  };
}
