import { fileURLToPath } from 'node:url';
import { EntityManager } from '@mikro-orm/postgresql';
import { NestFactory } from '@nestjs/core';
import { startRetention } from '#libs/cycles';
import {
  EventConsumers,
  NestLogger,
  TemporalClient,
  type OperationsConfig,
  TemporalWorker,
  type TemporalWorkerOptions,
  databaseCheck,
  deadLetterMetrics,
  log,
  requirePdfTools,
  startOperationsServer,
  temporalMetrics,
} from '#libs/platform';
import { type WorkerConfig, WorkerModule } from './worker.module.js';

/** The compiled workflows, beside the compiled apps. */
const COMPILED = { workflowsPath: fileURLToPath(new URL('../../../workflows/index.js', import.meta.url)) };

/** Starts the worker with its health and metrics; `close` lets the running tasks finish. */
export async function startWorker(
  config: WorkerConfig & { operations: OperationsConfig },
  workflows: TemporalWorkerOptions['workflows'] = COMPILED,
) {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, workflows), {
    logger: new NestLogger(),
    abortOnError: false,
  });
  // It runs all the same: only PDF files wait until it is mended.
  void requirePdfTools(config.files).catch((err: unknown) => log.warn({ err }, 'PDF files will not be checked'));
  void startRetention(app.get(TemporalClient)).catch((err: unknown) =>
    log.warn({ err }, 'retention was not started: the doctor finds it, and the next start of a worker starts it'),
  );
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
