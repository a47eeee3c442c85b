import { fileURLToPath } from 'node:url';
import { EntityManager } from '@mikro-orm/postgresql';
import { NestFactory } from '@nestjs/core';
import {
  EventConsumers,
  NestLogger,
  type OperationsConfig,
  TemporalWorker,
  type TemporalWorkerOptions,
  databaseCheck,
  deadLetterMetrics,
  startOperationsServer,
  temporalMetrics,
} from '#libs/platform';
import { type WorkerConfig, WorkerModule } from './worker.module.js';

/** The compiled workflows, beside the compiled apps. */
const COMPILED = { workflowsPath: fileURLToPath(new URL('../../../workflows/index.js', import.meta.url)) };

/** Starts the worker with its health and metrics; `close` lets the tasks in hand finish. */
export async function startWorker(
  config: WorkerConfig & { operations: OperationsConfig },
  workflows: TemporalWorkerOptions['workflows'] = COMPILED,
) {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, workflows), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  const em = app.get(EntityManager);
  const operations = await startOperationsServer(config.operations, {
    checks: [databaseCheck(em), app.get(TemporalWorker).healthCheck(), ...app.get(EventConsumers).healthChecks()],
    metrics: [...temporalMetrics(), ...deadLetterMetrics(em)],
  });
  return {
    operations: operations.url,
    close: async () => {
      await operations.close();
      await app.close();
    },
  };
}
