import type { DynamicModule } from '@nestjs/common';
import type {
  DatabaseConfig,
  FilesConfig,
  KafkaConfig,
  MailConfig,
  SecretsConfig,
  TemporalConfig,
  TemporalWorkerOptions,
} from '#libs/platform';
import { startApi } from '../../api/src/start.js';
import { startAuditor } from '../../auditor/src/start.js';
import { startNotifier } from '../../notifier/src/start.js';
import { startRelay } from '../../relay/src/start.js';
import { startWorker } from '../../worker/src/start.js';

/** What all services together need to know. */
export interface ServicesConfig {
  database: DatabaseConfig;
  kafka: KafkaConfig;
  temporal: TemporalConfig;
  mail: MailConfig;
  secrets: SecretsConfig;
  files: FilesConfig;
  /** The API's address; it is written into mails, so it must be known before. */
  http: { host: string; port: number; requestsPerMinute: number };
  /** The workflows; those compiled beside this file when left out. */
  workflows?: TemporalWorkerOptions['workflows'];
  /** Modules that register types of stage besides the shipped ones. */
  stageModules?: DynamicModule[];
}

/** A service that runs: where it is (the API), or where it shows its health and metrics. */
export interface RunningService {
  url: string;
  close(): Promise<void>;
}

const HTTP_BODY_LIMIT_BYTES = 1_048_576;

const publicUrlOf = ({ http: { host, port } }: ServicesConfig): string => `http://${host}:${port}`;
/** What the API is started with. */
export const apiConfigOf = (config: ServicesConfig) => ({
  ...config,
  http: { ...config.http, publicUrl: publicUrlOf(config), bodyLimitBytes: HTTP_BODY_LIMIT_BYTES },
});
const operationsOf = ({ http: { host } }: ServicesConfig) => ({ host, port: 0 });
const shown = async (starting: Promise<{ operations: string; close(): Promise<void> }>): Promise<RunningService> => {
  const { operations, close } = await starting;
  return { url: operations, close };
};

/** How each service starts, in the order in which they do: whoever is let in by the API finds the rest at work. */
const STARTS = {
  relay: (config: ServicesConfig) => shown(startRelay({ ...config, operations: operationsOf(config) })),
  auditor: (config: ServicesConfig) => shown(startAuditor({ ...config, operations: operationsOf(config) })),
  notifier: (config: ServicesConfig) => {
    const signIn = { secret: config.secrets.signInSecret, publicUrl: publicUrlOf(config) };
    return shown(startNotifier({ ...config, signIn, operations: operationsOf(config) }));
  },
  worker: (config: ServicesConfig) =>
    shown(startWorker({ ...config, operations: operationsOf(config) }, config.workflows)),
  api: (config: ServicesConfig): Promise<RunningService> => startApi(apiConfigOf(config)),
} as const;
export type ServiceName = keyof typeof STARTS;
const NAMES = Object.keys(STARTS) as ServiceName[];

/** Every service in one process, each with its own pool and database role. */
export class Services {
  private readonly running = new Map<ServiceName, RunningService>();

  private constructor(private readonly config: ServicesConfig) {}

  /** Starts all of them, or those named. When one fails, those that run are closed again; throws an error naming it. */
  static async start(config: ServicesConfig, names: readonly ServiceName[] = NAMES): Promise<Services> {
    const services = new Services(config);
    for (const name of NAMES.filter((each) => names.includes(each))) {
      try {
        await services.start(name);
      } catch (error) {
        await services.close();
        throw new Error(`The ${name} could not start: ${(error as Error).message}`, { cause: error });
      }
    }
    return services;
  }

  /** Starts one that does not run. */
  async start(name: ServiceName): Promise<void> {
    if (!this.running.has(name)) this.running.set(name, await STARTS[name](this.config));
  }

  /** Lets one finish what it has begun, then ends it. */
  async stop(name: ServiceName): Promise<void> {
    const service = this.running.get(name);
    this.running.delete(name);
    await service?.close();
  }

  /** Where a running service shows its health and metrics; for the API, where it is. */
  urlOf(name: ServiceName): string | undefined {
    return this.running.get(name)?.url;
  }

  /** Where each running service shows its health and metrics. */
  urls(): [ServiceName, string][] {
    return [...this.running].map(([name, { url }]) => [name, url]);
  }

  /** Ends all, the last started first. */
  async close(): Promise<void> {
    for (const name of NAMES.toReversed()) await this.stop(name);
  }
}
