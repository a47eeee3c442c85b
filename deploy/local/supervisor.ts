import { resolve } from 'node:path';
import { Ledger } from './ledger.js';
import { startKafka } from './kafka.js';
import { startMail } from './mail.js';
import { Ports } from './ports.js';
import { startPostgres } from './postgres.js';
import type { ServerContext, ServerName } from './server-context.js';
import type { ServerProcess } from './server-process.js';
import { startTemporal } from './temporal.js';

/** Where the servers are; an address is empty when its server was left out by `only`. */
export interface LocalServers {
  databaseUrl: string;
  kafkaBrokers: string[];
  temporal: { address: string; namespace: string; ui?: string };
  smtpUrl: string;
  /** The web page and REST API of the mail sink, when it was started here. */
  mailboxUrl?: string;
  /** The processes started here. */
  pids: { postgres?: number; kafka?: number; temporal?: number; mail?: number };
  /** Stops what was started here, in good order; done when it is gone. */
  stop(): Promise<void>;
}

/** What to start, and how. */
export interface LocalServerOptions {
  /** Where the servers keep their data and logs between starts. */
  dataDir: string;
  /** Begin with empty servers. */
  fresh?: boolean;
  /** Start these only; all four when left out. */
  only?: ServerName[];
  /** Fixed ports; free ones are chosen for the rest. */
  ports?: Partial<Record<'postgres' | 'kafka' | 'temporal' | 'temporalUi' | 'smtp' | 'mailbox', number>>;
  /** Whether what is committed survives a crash of the machine (default true); tests may do without. */
  durable?: boolean;
  /** Told what is going on, a line at a time. */
  onProgress?: (line: string) => void;
  /** The environment to read addresses and the PATH from; this process's own when left out. */
  env?: NodeJS.ProcessEnv;
}

/**
 * Starts PostgreSQL, Kafka, Temporal and a mail sink beside each other and returns when each really serves.
 * A server whose address is in the environment (`DATABASE_URL`, `KAFKA_BROKERS`, `TEMPORAL_ADDRESS`, `SMTP_URL`)
 * is used as it is. The servers end with this process, however it ends.
 * @throws ServerUnavailableError naming what is missing on this machine and the ways out
 * @throws Error when another process runs servers on the same folder, a port is taken or a server fails to start
 */
export async function startLocalServers(options: LocalServerOptions): Promise<LocalServers> {
  const { ports = {}, only, onProgress: progress = () => undefined, env = process.env } = options;
  const dataDir = resolve(options.dataDir);
  const ledger = await Ledger.open(dataDir, progress);
  const processes: ServerProcess[] = [];
  const { fresh = false, durable = true } = options;
  const context: ServerContext = { dataDir, env, fresh, durable, ports: new Ports(), progress, ledger, processes };

  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopAll(processes, ledger));

  const startUnlessGiven = async <T extends Started>(name: ServerName, variable: string, start: () => Promise<T>) => {
    if (env[variable] || (only && !only.includes(name))) return undefined;
    return timed(name, start, progress);
  };
  const starts = [
    startUnlessGiven('postgres', 'DATABASE_URL', () => startPostgres(context, ports.postgres)),
    startUnlessGiven('kafka', 'KAFKA_BROKERS', () => startKafka(context, ports.kafka)),
    startUnlessGiven('temporal', 'TEMPORAL_ADDRESS', () => startTemporal(context, ports.temporal, ports.temporalUi)),
    startUnlessGiven('mail', 'SMTP_URL', () => startMail(context, ports.smtp, ports.mailbox)),
  ] as const;
  const failures = (await Promise.allSettled(starts)).flatMap((start) =>
    start.status === 'rejected' ? [start.reason as Error] : [],
  );
  if (failures.length > 0) {
    await stop();
    if (failures.length === 1) throw failures[0];
    throw new AggregateError(failures, failures.map((failure) => failure.message).join('\n\n'));
  }
  for (const server of processes) {
    void reportDeath(server, (line) => {
      if (!stopping) progress(line);
    });
  }

  const [postgres, kafka, temporal, mail] = await Promise.all(starts);
  return {
    databaseUrl: postgres?.databaseUrl ?? env['DATABASE_URL'] ?? '',
    kafkaBrokers: kafka?.kafkaBrokers ?? brokersOf(env['KAFKA_BROKERS']),
    temporal: temporal?.temporal ?? {
      address: env['TEMPORAL_ADDRESS'] ?? '',
      namespace: env['TEMPORAL_NAMESPACE'] || 'default',
    },
    smtpUrl: mail?.smtpUrl ?? env['SMTP_URL'] ?? '',
    ...(mail && { mailboxUrl: mail.mailboxUrl }),
    pids: {
      ...(postgres && { postgres: postgres.pid }),
      ...(kafka && { kafka: kafka.pid }),
      ...(temporal && { temporal: temporal.pid }),
      ...(mail && { mail: mail.pid }),
    },
    stop,
  };
}

async function stopAll(processes: ServerProcess[], ledger: Ledger): Promise<void> {
  await Promise.all(processes.map((server) => server.stop()));
  ledger.close();
}

async function reportDeath(server: ServerProcess, report: (line: string) => void): Promise<void> {
  await server.exited;
  report(`${server.name} stopped unexpectedly; see ${server.logFile}`);
}

interface Started {
  pid: number;
  address: string;
}

async function timed<T extends Started>(
  name: ServerName,
  start: () => Promise<T>,
  progress: (line: string) => void,
): Promise<T> {
  const begun = Date.now();
  progress(`${name}: starting …`);
  const server = await start();
  progress(`${name}: ready on ${server.address} after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return server;
}

/** The addresses of a list like `a:9092, b:9092`. */
export function brokersOf(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((broker) => broker.trim())
    .filter(Boolean);
}
