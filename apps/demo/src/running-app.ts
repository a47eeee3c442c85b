import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './client.js';

/** Where everything is, as the standalone writes it. */
export interface RunInfo {
  api: string;
  database: string;
  mailbox: string;
  temporal: { ui: string | null };
  keys: Record<string, string>;
  pids: Record<string, number>;
}

const STANDALONE = fileURLToPath(new URL('../../standalone/src/main.js', import.meta.url));

/** Laureate with fresh servers and an empty database, in a process of its own. */
export class RunningApp {
  private constructor(
    readonly run: RunInfo,
    private readonly process: ChildProcess,
  ) {}

  /** Starts it; `tell` is told what it is doing. Throws with its own words when it cannot start. */
  static async start(dataDir: string, tell: (line: string) => void): Promise<RunningApp> {
    const args = ['--enable-source-maps', STANDALONE, '--fresh', '--data-dir', dataDir];
    // Were this process to die, the channel closes, and the application ends itself.
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const said: string[] = [];
    const hear = (chunk: Buffer) => {
      const lines = chunk
        .toString()
        .split('\n')
        .filter((line) => line.trim() !== '');
      said.push(...lines);
      for (const line of lines) if (/: (downloading|starting|ready)/.test(line)) tell(`  ${line}`);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    const run = await until(
      'Laureate to start',
      async () => {
        if (child.exitCode !== null) throw new Error(`Laureate could not start:\n${said.slice(-10).join('\n')}`);
        if (!said.some((line) => line.startsWith('Laureate runs'))) return undefined;
        return JSON.parse(await readFile(join(dataDir, 'run.json'), 'utf8')) as RunInfo;
      },
      300_000,
    );
    return new RunningApp(run, child);
  }

  /** Lets it finish what it has begun, and end. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    await ended;
  }

  /** Leaves it running for somebody to look around; resolves when it is stopped. */
  async ended(): Promise<void> {
    if (this.process.exitCode === null) await once(this.process, 'exit');
  }
}
