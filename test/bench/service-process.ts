import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalServers, Ports, projectRoot } from '../../deploy/local/index.js';

const START_WITHIN_MS = 60_000;

/** Where the servers are, as services are told. */
export const addressesOf = ({ kafkaBrokers, temporal }: LocalServers, databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: kafkaBrokers.join(),
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: temporal.namespace,
});

/** One of the services, in a process of its own, as it is deployed. */
export class ServiceProcess {
  private constructor(
    /** Where the API is; of another service, where it shows its health. */
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts it with these variables; answers when it is ready. Throws with what it printed when it does not start. */
  static async start(name: 'api' | 'auditor' | 'notifier' | 'relay' | 'worker', env: NodeJS.ProcessEnv) {
    const port = String(await new Ports().take(`the ${name}`));
    const program = join(projectRoot(), `dist/apps/${name}/src/main.js`);
    const listens = name === 'api' ? { HTTP_PORT: port } : { OPERATIONS_PORT: port };
    const child = spawn(process.execPath, [program], { env: { ...process.env, ...env, ...listens }, stdio: 'pipe' });
    const service = new ServiceProcess(`http://127.0.0.1:${port}`, child);
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk));
    for (const end = Date.now() + START_WITHIN_MS; !(await service.isReady()); await sleep(100)) {
      if (child.exitCode === null && Date.now() < end) continue;
      await service.end();
      throw new Error(`The ${name} does not start (exit code ${child.exitCode}):\n${printed}`);
    }
    return service;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Stops it; done when it is gone. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.ok;
      },
      () => false,
    );
  }
}
