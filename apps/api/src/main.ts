import {
  databaseConcern,
  filesConcern,
  httpConcern,
  kafkaConcern,
  log,
  logConcern,
  readConfig,
  secretsConcern,
  temporalConcern,
} from '#libs/platform';
import { startApi } from './start.js';

const config = readConfig({
  http: httpConcern,
  database: databaseConcern,
  secrets: { signInSecret: secretsConcern.signInSecret },
  temporal: temporalConcern,
  kafka: kafkaConcern,
  files: filesConcern,
  log: logConcern,
});
log.level = config.log.level;
const running = await startApi(config);
log.info({ url: running.url }, 'the API listens');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close());
}
