import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TemporalConfig, registerSearchAttributes } from '#libs/platform';
import { type LocalServers, startLocalServers } from '../../../deploy/local/index.js';

/** A Temporal server of a test's own, whose database can be copied and put back. */
export class OwnTemporal {
  private constructor(
    private readonly folder: string,
    private servers: LocalServers,
  ) {}

  /** Starts it empty, or with a database file that was kept. */
  static async start(kept?: Buffer): Promise<OwnTemporal> {
    const folder = await mkdtemp(join(tmpdir(), 'laureate-temporal-'));
    if (kept) {
      await mkdir(join(folder, 'temporal'));
      await writeFile(join(folder, 'temporal', 'temporal.db'), kept);
    }
    const temporal = new OwnTemporal(folder, await serve(folder));
    await registerSearchAttributes(temporal.config);
    return temporal;
  }

  get config(): TemporalConfig {
    const { address, namespace } = this.servers.temporal;
    return { address, namespace, deploymentName: undefined, buildId: undefined };
  }

  /** Copies its database as it is now. */
  async backUp(): Promise<void> {
    await this.whileStopped(() => cp(this.database, this.backup, { recursive: true }));
  }

  /** Puts the copy back. */
  async restore(): Promise<void> {
    await this.whileStopped(async () => {
      await rm(this.database, { recursive: true });
      await cp(this.backup, this.database, { recursive: true });
    });
  }

  async remove(): Promise<void> {
    await this.servers.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async whileStopped(act: () => Promise<void>): Promise<void> {
    const port = Number(this.servers.temporal.address.split(':')[1]);
    await this.servers.stop();
    await act();
    this.servers = await serve(this.folder, port);
  }

  private get database(): string {
    return join(this.folder, 'temporal');
  }

  private get backup(): string {
    return join(this.folder, 'backup');
  }
}

const serve = (dataDir: string, port?: number): Promise<LocalServers> =>
  startLocalServers({
    dataDir,
    only: ['temporal'],
    env: { ...process.env, TEMPORAL_ADDRESS: undefined },
    ...(port === undefined ? {} : { ports: { temporal: port } }),
  });
