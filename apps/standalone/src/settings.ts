import { join } from 'node:path';
import {
  type SecretsConfig,
  databaseConcern,
  filesConcern,
  httpConcern,
  kafkaConcern,
  mailConcern,
  readConfig,
  temporalConcern,
} from '#libs/platform';
import type { LocalServers, PdfTools } from '../../../deploy/local/index.js';
import type { ServicesConfig } from './services.js';

const LOOPBACK = '127.0.0.1';
/** One machine's own people and programs are not held back. */
const REQUESTS_PER_MINUTE = '60000';

/**
 * What the services need: the servers' addresses, the secrets of this machine, the port of the API,
 * and where files are kept and rewritten. Everything else is as the environment says, by the same
 * variables the services read when they run alone. Throws `ConfigError`.
 */
export function settingsOf(
  servers: Pick<LocalServers, 'databaseUrl' | 'kafkaBrokers' | 'temporal' | 'smtpUrl'>,
  secrets: SecretsConfig,
  port: number,
  { dataDir, pdf }: { dataDir: string; pdf: PdfTools },
  env: NodeJS.ProcessEnv,
): ServicesConfig {
  const concerns = {
    database: databaseConcern,
    kafka: kafkaConcern,
    temporal: temporalConcern,
    mail: mailConcern,
    http: httpConcern,
    files: filesConcern,
  };
  const { http, ...config } = readConfig(concerns, {
    HTTP_REQUESTS_PER_MINUTE: REQUESTS_PER_MINUTE,
    FILES_STORAGE: join(dataDir, 'files'),
    UPLOADS_DIR: join(dataDir, 'uploads'),
    PDF_PYTHON: pdf.python,
    PDF_PYTHONPATH: pdf.pythonPath,
    ...env,
    DATABASE_URL: servers.databaseUrl,
    KAFKA_BROKERS: servers.kafkaBrokers.join(','),
    TEMPORAL_ADDRESS: servers.temporal.address,
    TEMPORAL_NAMESPACE: servers.temporal.namespace,
    SMTP_URL: servers.smtpUrl,
  });
  const { signInSecret, ballotKey } = secrets;
  const { requestsPerMinute } = http;
  return { ...config, secrets: { signInSecret, ballotKey }, http: { host: LOOPBACK, port, requestsPerMinute } };
}
