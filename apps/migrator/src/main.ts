import {
  ConfigError,
  beginningConcern,
  databaseConcern,
  kafkaConcern,
  log,
  logConcern,
  readConfig,
  temporalConcern,
} from '#libs/platform';
import { appointFirstSecretariat } from './first-secretariat.js';
import { migrate } from './migrate.js';

try {
  const concerns = {
    database: databaseConcern,
    kafka: kafkaConcern,
    temporal: temporalConcern,
    beginning: beginningConcern,
    log: logConcern,
  };
  const config = readConfig(concerns);
  log.level = config.log.level;
  await migrate(config, (line) => console.log(line));
  await appointFirstSecretariat(config, (line) => console.log(line));
} catch (error) {
  console.error((error as Error).message);
  if (!(error instanceof ConfigError)) log.debug({ err: error }, 'The migration failed');
  process.exitCode = 1;
}
