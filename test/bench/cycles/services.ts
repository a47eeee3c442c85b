import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type LocalServers, projectRoot } from '../../../deploy/local/index.js';
import { Registry } from '../registry.js';
import { ServiceProcess, addressesOf } from '../service-process.js';

const MIGRATOR = join(projectRoot(), 'dist/apps/migrator/src/main.js');
/** So many are in the secretariat: what one of them does, the others are told. */
const STAFF = 3;

/** The product as it is deployed: every service in a process of its own, on prepared servers. */
export class DeployedServices {
  private constructor(
    /** Address of the API. */
    readonly api: string,
    /** Key of a member of the secretariat. */
    readonly key: string,
    private readonly processes: ServiceProcess[],
    private readonly folder: string,
  ) {}

  static async start(servers: LocalServers, programme: string): Promise<DeployedServices> {
    const folder = await mkdtemp(join(tmpdir(), 'laureate-bench-'));
    const secret = randomBytes(32).toString('base64');
    const env = {
      ...addressesOf(servers, servers.databaseUrl),
      SMTP_URL: servers.smtpUrl,
      SIGN_IN_SECRET: secret,
      BALLOT_KEY: randomBytes(32).toString('base64'),
      FILES_STORAGE: join(folder, 'files'),
      UPLOADS_DIR: join(folder, 'uploads'),
      LOG_LEVEL: 'warn',
    };
    await promisify(execFile)(process.execPath, [MIGRATOR], { env: { ...process.env, ...env } });
    const registry = await Registry.open(servers.databaseUrl, secret);
    const processes: ServiceProcess[] = [];
    try {
      const keys = [];
      while (keys.length < STAFF) keys.push(await registry.keyOf('secretariat', programme));
      for (const name of ['relay', 'auditor', 'notifier', 'worker', 'api'] as const)
        processes.push(await ServiceProcess.start(name, env));
      return new DeployedServices(processes.at(-1)!.url, keys[0]!, processes, folder);
    } catch (error) {
      await Promise.all(processes.map((one) => one.end()));
      await rm(folder, { recursive: true, force: true });
      throw error;
    } finally {
      await registry.close();
    }
  }

  /** Ends all of them; done when they are gone. */
  async close(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.end()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
