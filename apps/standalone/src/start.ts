import { resolve } from 'node:path';
import { NestFactory } from '@nestjs/core';
import {
  Ports,
  localPdfTools,
  startLocalServers,
  type LocalServers,
  type PdfTools,
} from '../../../deploy/local/index.js';
import { NestLogger } from '#libs/platform';
import { ApiModule } from '../../api/src/api.module.js';
import { migrate } from '../../migrator/src/migrate.js';
import type { StandaloneOptions } from './options.js';
import { type RunInfo, removeRunInfo, writeRunInfo } from './run-info.js';
import type { SampleKeys } from './sample-people.js';
import { keepKeys, readSecrets } from './secrets.js';
import { seed } from './seed.js';
import { Services, type ServicesConfig, apiConfigOf } from './services.js';
import { settingsOf } from './settings.js';

/** Everything, running. */
export interface RunningStandalone {
  run: RunInfo;
  services: Services;
  /** Ends the services, which finish what they have begun, then the servers. */
  close(): Promise<void>;
}

/**
 * Starts the servers, prepares them, seeds an empty database, starts every service in this process,
 * and writes where all is to `run.json` in the data folder. When anything fails, everything is
 * stopped again.
 */
export async function startStandalone(options: StandaloneOptions): Promise<RunningStandalone> {
  const { dataDir, fresh = false, ports: { api: apiPort, ...ports } = {}, onProgress = () => undefined } = options;
  // A wanted port that is taken is better known before the servers start than after.
  const wantedPort = apiPort && (await new Ports().take('the API', apiPort));
  const servers = await startLocalServers({ dataDir, fresh, ports, onProgress });
  try {
    await removeRunInfo(dataDir);
    const secrets = await readSecrets(dataDir, fresh);
    const port = wantedPort ?? (await new Ports().take('the API'));
    const pdf = await pdfToolsOr(onProgress);
    const config = settingsOf(servers, secrets, port, { dataDir: resolve(dataDir), pdf }, process.env);
    await migrate(config, onProgress);
    const keys = await seedOnce(config, secrets.keys);
    if (keys && keys !== secrets.keys) await keepKeys(dataDir, secrets, keys);
    const services = await Services.start(config);
    const run = runInfoOf(servers, services, keys);
    await writeRunInfo(dataDir, run);
    let closing: Promise<void> | undefined;
    const close = async () => {
      await services.close();
      await servers.stop();
      await removeRunInfo(dataDir);
    };
    return { run, services, close: () => (closing ??= close()) };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/**
 * What rewrites PDF files. Without it all runs, and only these are not checked: the worker says so,
 * and what to install.
 */
async function pdfToolsOr(tell: (line: string) => void): Promise<PdfTools> {
  return localPdfTools({ onProgress: tell }).catch((error: Error) => {
    tell(error.message);
    return { python: 'python3', pythonPath: undefined };
  });
}

/** Seeds through the services of the API, with its role and its rights, before it takes requests. */
async function seedOnce(config: ServicesConfig, kept: SampleKeys | null): Promise<SampleKeys | null> {
  const module = ApiModule.forRoot(apiConfigOf(config));
  const api = await NestFactory.createApplicationContext(module, { logger: new NestLogger(), abortOnError: false });
  try {
    return await seed(api, kept);
  } finally {
    await api.close();
  }
}

function runInfoOf(servers: LocalServers, services: Services, keys: SampleKeys | null): RunInfo {
  const { address, namespace, ui = null } = servers.temporal;
  const api = services.urlOf('api')!;
  return {
    api,
    docs: `${api}/docs`,
    database: servers.databaseUrl,
    smtp: servers.smtpUrl,
    mailbox: servers.mailboxUrl ?? null,
    kafka: servers.kafkaBrokers,
    temporal: { address, namespace, ui },
    keys: keys ?? {},
    pids: { standalone: process.pid, ...servers.pids },
  };
}
