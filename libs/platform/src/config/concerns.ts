import { isIP } from 'node:net';
import { z } from 'zod';
import { type ConfigOf, variable } from './config.js';

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

function isProxy(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  return longest !== undefined && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest));
}
const proxies = z
  .string()
  .transform((text) => text.split(',').map((proxy) => proxy.trim()))
  .refine((list) => list.every(isProxy), 'must be addresses or subnets, separated by commas');

/** PostgreSQL. Each app sets its own role on the connections it opens. */
export const databaseConcern = {
  url: variable(
    'DATABASE_URL',
    z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
    'postgresql://laureate@127.0.0.1:5432/laureate',
    { secret: true },
  ),
  poolSize: variable('DATABASE_POOL_SIZE', count(10), '10'),
  transactionTimeoutMs: variable('DATABASE_TRANSACTION_TIMEOUT_MS', count(3000), '3000'),
};

/** Kafka. The prefix of topics and groups keeps installations apart that share a cluster. */
export const kafkaConcern = {
  brokers: variable(
    'KAFKA_BROKERS',
    z
      .string()
      .min(3)
      .transform((text) => text.split(',').map((broker) => broker.trim())),
    '127.0.0.1:9092',
  ),
  prefix: variable(
    'KAFKA_PREFIX',
    z
      .string()
      .regex(/^[\w.-]{0,60}$/, 'may hold letters, digits, ., _ and -')
      .default(''),
    'staging.',
  ),
};

/** Temporal. Deployment name and build id let operators turn worker versioning on. */
export const temporalConcern = {
  address: variable('TEMPORAL_ADDRESS', z.string().min(3), '127.0.0.1:7233'),
  namespace: variable('TEMPORAL_NAMESPACE', z.string().default('default'), 'default'),
  deploymentName: variable('TEMPORAL_DEPLOYMENT_NAME', z.string().optional(), 'laureate'),
  buildId: variable('TEMPORAL_BUILD_ID', z.string().optional(), '2026.11.0'),
};

/** Outgoing mail. */
export const mailConcern = {
  url: variable(
    'SMTP_URL',
    z.string().regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'),
    'smtp://127.0.0.1:1025',
    { secret: true },
  ),
  from: variable(
    'MAIL_FROM',
    z.string().default('Laureate <no-reply@laureate.example>'),
    'Guangzhou Award <secretariat@award.example>',
  ),
  domain: variable('MAIL_DOMAIN', z.string().default('laureate.example'), 'award.example'),
};

/** The API's own address and limits, and the proxies whose `X-Forwarded-For` is believed (nobody's when left out). */
export const httpConcern = {
  host: variable('HTTP_HOST', z.string().default('127.0.0.1'), '0.0.0.0'),
  port: variable('HTTP_PORT', port(3000), '3000'),
  publicUrl: variable('PUBLIC_URL', z.url().optional(), 'https://award.example'),
  bodyLimitBytes: variable('HTTP_BODY_LIMIT_BYTES', count(1_048_576), '1048576'),
  requestsPerMinute: variable('HTTP_REQUESTS_PER_MINUTE', count(20_000), '3000'),
  trustProxy: variable('HTTP_TRUST_PROXY', proxies.optional(), '10.0.0.0/8'),
};

/**
 * Where files are kept: those that come in in a folder that API and worker share, those that were
 * checked for good in a folder or a bucket; who looks at them for viruses; and the Python with
 * pikepdf that rewrites PDF files.
 */
export const filesConcern = {
  storage: variable(
    'FILES_STORAGE',
    z.string().regex(/^(\/|\.{1,2}\/|s3:\/\/[^/]+)/, 'must be a path, or s3://bucket/prefix'),
    '/var/lib/laureate/files',
  ),
  staging: variable('UPLOADS_DIR', z.string().min(1), '/var/lib/laureate/uploads'),
  s3Endpoint: variable('S3_ENDPOINT', z.url().optional(), 'http://minio:9000'),
  clamd: variable(
    'CLAMD_ADDRESS',
    z
      .string()
      .regex(/^(\/.+|[^/]+:\d{1,5})$/, 'must be host:port, or the path of a socket')
      .optional(),
    'clamd:3310',
  ),
  python: variable('PDF_PYTHON', z.string().default('python3'), '/opt/pikepdf/bin/python'),
  pythonPath: variable('PDF_PYTHONPATH', z.string().optional(), '/opt/pikepdf/lib'),
};

/** Where a service without an API of its own shows its health and metrics. */
export const operationsConcern = {
  host: variable('OPERATIONS_HOST', z.string().default('127.0.0.1'), '0.0.0.0'),
  port: variable('OPERATIONS_PORT', port(0), '9100'),
};

/** Keys of the installation: 32 bytes in base64 each. */
const key32 = z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');
export const secretsConcern = {
  signInSecret: variable('SIGN_IN_SECRET', key32, '$(openssl rand -base64 32)', { secret: true }),
  ballotKey: variable('BALLOT_KEY', key32, '$(openssl rand -base64 32)', { secret: true }),
};

/**
 * Who the first member of the secretariat is, for a database that has none: they sign in by mail and invite the others.
 */
const nameAndAddress = z
  .string()
  .regex(/^[^<>]+ <[^<>@\s]+@[^<>@\s]+>$/, 'must be a name and an address in angle brackets')
  .transform((text) => ({
    name: text.slice(0, text.indexOf(' <')).trim(),
    address: text.slice(text.indexOf('<') + 1, -1),
  }));
export const beginningConcern = {
  firstSecretariat: variable('FIRST_SECRETARIAT', nameAndAddress.optional(), 'Li Na <li.na@award.example>'),
};

export type DatabaseConfig = ConfigOf<typeof databaseConcern>;
export type KafkaConfig = ConfigOf<typeof kafkaConcern>;
export type TemporalConfig = ConfigOf<typeof temporalConcern>;
export type MailConfig = ConfigOf<typeof mailConcern>;
type Http = ConfigOf<typeof httpConcern>;
export type HttpConfig = Omit<Http, 'trustProxy'> & Partial<Pick<Http, 'trustProxy'>>;
type Files = ConfigOf<typeof filesConcern>;
export type FilesConfig = Pick<Files, 'storage' | 'staging' | 'python'> & Partial<Files>;
export type OperationsConfig = ConfigOf<typeof operationsConcern>;
export type SecretsConfig = ConfigOf<typeof secretsConcern>;
export type BeginningConfig = ConfigOf<typeof beginningConcern>;
