import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ServicesConfig } from '../../../apps/standalone/src/services.js';
import { cached, projectRoot } from '../../../deploy/local/cache.js';

const run = promisify(execFile);
const START_WITHIN_MS = 60_000;
const PRINTED_BYTES = 64 * 1024 * 1024;

/** The commit of the last release, as the file beside this folder names it. */
export async function lastRelease(): Promise<string> {
  return (await readFile(join(projectRoot(), 'test/upgrade/last-release'), 'utf8')).trim();
}

/** Whether the history of this checkout has a commit: a shallow clone may lack it, and an archive has no history. */
export async function isInHistory(commit: string): Promise<boolean> {
  return git('cat-file', '-e', `${commit}^{commit}`).then(
    () => true,
    () => false,
  );
}

/** The folder of a commit, installed and built; kept in the cache of packages, outside the checkout. */
export async function built(commit: string, env = process.env): Promise<string> {
  return cached(`release-${commit.slice(0, 12)}`, env, async (folder) => {
    const archive = join(folder, 'release.tar');
    await git('archive', '--format=tar', '--output', archive, commit);
    await run('tar', ['-xf', archive, '-C', folder]);
    await rm(archive);
    for (const words of [
      ['ci', '--no-audit', '--no-fund'],
      ['run', 'build'],
    ])
      await run('npm', words, { cwd: folder, env: withoutOptions(env), maxBuffer: PRINTED_BYTES });
  });
}

/** Asks the history of this checkout, also where the checkout belongs to another user than this one. */
const git = (...words: string[]) =>
  run('git', ['-C', projectRoot(), '-c', `safe.directory=${projectRoot()}`, ...words]);

/** What Jest was started with is not for other programs. */
const withoutOptions = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({ ...env, NODE_OPTIONS: undefined });

/** The API of a release, in a process of its own. */
export class ReleasedApi {
  private constructor(private readonly process: ChildProcess) {}

  /**
   * Starts the API that a folder has, where the services' configuration says that the API is; ready when it answers.
   */
  static async start(folder: string, config: ServicesConfig): Promise<ReleasedApi> {
    const { database, kafka, temporal, secrets, http, files } = config;
    const env = {
      ...withoutOptions(process.env),
      DATABASE_URL: database.url,
      KAFKA_BROKERS: kafka.brokers.join(','),
      KAFKA_PREFIX: kafka.prefix,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      SIGN_IN_SECRET: secrets.signInSecret,
      HTTP_HOST: http.host,
      HTTP_PORT: String(http.port),
      HTTP_REQUESTS_PER_MINUTE: String(http.requestsPerMinute),
      FILES_STORAGE: files.storage,
      UPLOADS_DIR: files.staging,
      LOG_LEVEL: 'error',
    };
    const program = join(folder, 'dist/apps/api/src/main.js');
    const child = spawn(process.execPath, [program], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += String(chunk)));
    const answers = () =>
      fetch(`http://${http.host}:${http.port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    for (const end = Date.now() + START_WITHIN_MS; !(await answers()); await sleep(200)) {
      if (child.exitCode === null && Date.now() < end) continue;
      child.kill('SIGKILL');
      throw new Error(`The API of the last release does not start (exit code ${child.exitCode}):\n${printed}`);
    }
    return new ReleasedApi(child);
  }

  async stop(): Promise<void> {
    const gone = this.process.exitCode === null ? once(this.process, 'exit') : undefined;
    this.process.kill('SIGTERM');
    await gone;
  }
}
