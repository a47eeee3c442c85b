import {
  databaseConcern,
  kafkaConcern,
  log,
  logConcern,
  operationsConcern,
  readConfig,
  temporalConcern,
} from '#libs/platform';
import { startAuditor } from './start.js';

const { log: logging, ...config } = readConfig({
  database: databaseConcern,
  kafka: kafkaConcern,
  temporal: temporalConcern,
  operations: operationsConcern,
  log: logConcern,
});
log.level = logging.level;
const running = await startAuditor(config);
log.info({ operations: running.operations }, 'the auditor runs');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close());
}
