import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './typescript-sources.js';
import { startLocalServers, type LocalServers } from '../../../deploy/local/index.js';
import { keepBundles } from './kept-bundles.js';

declare global {
  var laureateTestServers: { servers: LocalServers; dataDir: string } | undefined;
}

/** Starts the four servers once for all tests; a LAUREATE_TEST_… address that is already set is used as it is. */
export default async function setup(): Promise<void> {
  await keepBundles();
  const { env } = process;
  const dataDir = await mkdtemp(join(tmpdir(), 'laureate-test-'));
  const servers = await startLocalServers({
    dataDir,
    durable: false,
    onProgress: (line) => process.stderr.write(`${line}\n`),
    env: {
      ...env,
      DATABASE_URL: env['LAUREATE_TEST_DATABASE_URL'],
      KAFKA_BROKERS: env['LAUREATE_TEST_KAFKA_BROKERS'],
      TEMPORAL_ADDRESS: env['LAUREATE_TEST_TEMPORAL_ADDRESS'],
      SMTP_URL: env['LAUREATE_TEST_SMTP_URL'],
    },
  });
  env['LAUREATE_TEST_DATABASE_URL'] = servers.databaseUrl;
  env['LAUREATE_TEST_KAFKA_BROKERS'] = servers.kafkaBrokers.join(',');
  env['LAUREATE_TEST_TEMPORAL_ADDRESS'] = servers.temporal.address;
  env['LAUREATE_TEST_SMTP_URL'] = servers.smtpUrl;
  if (servers.mailboxUrl) env['LAUREATE_TEST_MAILBOX_URL'] = servers.mailboxUrl;
  globalThis.laureateTestServers = { servers, dataDir };
}
