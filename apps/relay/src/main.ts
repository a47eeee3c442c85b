import { databaseConcern, kafkaConcern, log, logConcern, operationsConcern, readConfig } from '#libs/platform';
import { startRelay } from './start.js';

const { log: logging, ...config } = readConfig({
  database: databaseConcern,
  kafka: kafkaConcern,
  operations: operationsConcern,
  log: logConcern,
});
log.level = logging.level;
const running = await startRelay(config);
log.info({ operations: running.operations }, 'the relay runs');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close());
}
