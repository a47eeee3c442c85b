import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunInfo } from '../../../apps/standalone/src/run-info.js';
import { projectRoot } from '../../../deploy/local/index.js';

const PROGRAM = join(projectRoot(), 'dist/apps/standalone/src/main.js');
const START_WITHIN_MS = 120_000;
/** Addresses that would keep it from starting servers of its own. */
const ADDRESSES = ['DATABASE_URL', 'KAFKA_BROKERS', 'TEMPORAL_ADDRESS', 'SMTP_URL'];

/** `npm start` in a process of its own, with its own servers; what it prints is kept. */
export class StandaloneProcess {
  private printed = '';

  private constructor(
    private readonly process: ChildProcess,
    private readonly dataDir: string,
  ) {
    for (const stream of [process.stdout!, process.stderr!])
      stream.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
  }

  static spawn(dataDir: string, ...args: string[]): StandaloneProcess {
    if (!existsSync(PROGRAM)) throw new Error(`Run "npm run build" first: ${PROGRAM} is not there.`);
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ADDRESSES.includes(name)));
    const child = spawn(process.execPath, [PROGRAM, '--data-dir', dataDir, ...args], { env, stdio: 'pipe' });
    return new StandaloneProcess(child, dataDir);
  }

  /** Waits until everything runs. Throws with what it printed when it ends instead. */
  async running(): Promise<RunInfo> {
    for (const end = Date.now() + START_WITHIN_MS; !this.printed.includes('Laureate runs.'); await sleep(100)) {
      if (this.process.exitCode !== null || Date.now() > end)
        throw new Error(`It does not start (exit code ${this.process.exitCode}):\n${this.printed}`);
    }
    return JSON.parse(await readFile(join(this.dataDir, 'run.json'), 'utf8')) as RunInfo;
  }

  /** Waits until it has ended; what it printed, and its exit code (null when it was killed). */
  async ended(): Promise<{ printed: string; code: number | null }> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return { printed: this.printed, code: this.process.exitCode };
  }

  async end(signal: NodeJS.Signals): Promise<{ printed: string; code: number | null }> {
    this.process.kill(signal);
    return this.ended();
  }
}

/** Which of these processes are still there. */
export function alive(pids: RunInfo['pids']): string[] {
  return Object.entries(pids)
    .filter(([, pid]) => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    })
    .map(([name]) => name);
}
