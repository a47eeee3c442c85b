import {
  databaseConcern,
  httpConcern,
  kafkaConcern,
  log,
  logConcern,
  mailConcern,
  operationsConcern,
  readConfig,
  secretsConcern,
} from '#libs/platform';
import { startNotifier } from './start.js';

const {
  http,
  secrets,
  log: logging,
  ...config
} = readConfig({
  database: databaseConcern,
  kafka: kafkaConcern,
  mail: mailConcern,
  http: httpConcern,
  secrets: { signInSecret: secretsConcern.signInSecret },
  operations: operationsConcern,
  log: logConcern,
});
log.level = logging.level;
const publicUrl = http.publicUrl ?? `http://${http.host}:${http.port}`;
const running = await startNotifier({ ...config, signIn: { secret: secrets.signInSecret, publicUrl } });
log.info({ operations: running.operations }, 'the notifier runs');

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close());
}
