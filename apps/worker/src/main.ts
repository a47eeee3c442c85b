import {
  databaseConcern,
  filesConcern,
  kafkaConcern,
  log,
  logConcern,
  operationsConcern,
  readConfig,
  secretsConcern,
  temporalConcern,
} from '#libs/platform';
import { startWorker } from './start.js';

const { log: logging, ...config } = readConfig({
  database: databaseConcern,
  kafka: kafkaConcern,
  files: filesConcern,
  temporal: temporalConcern,
  secrets: { ballotKey: secretsConcern.ballotKey },
  operations: operationsConcern,
  log: logConcern,
});
log.level = logging.level;
const running = await startWorker(config);
log.info({ operations: running.operations }, 'the worker runs');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close());
}
