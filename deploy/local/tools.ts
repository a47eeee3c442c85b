import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A server that cannot be had on this machine as it is; the message names what is missing and the ways out. */
export class ServerUnavailableError extends Error {
  override readonly name = 'ServerUnavailableError';

  /**
   * @param server its name for people
   * @param reason what is missing or failed, one sentence
   * @param install what to install, one phrase
   * @param variable how to point to one's own server, `NAME=example`; left out where nothing but installing it helps
   */
  constructor(server: string, reason: string, install: string, variable?: string) {
    const ways = [
      `install it: ${install}`,
      ...(variable
        ? [`point to your own: ${variable}`, 'run everything in containers: docker compose -f deploy/compose.yaml up']
        : []),
    ];
    const title = ways.length > 1 ? 'Three ways out:' : 'The way out:';
    super([`${server} cannot be started: ${reason}`, title, ...ways.map((way, i) => `  ${i + 1}. ${way}`)].join('\n'));
  }
}

/** The first of these programs on the PATH of `env`, as an absolute path. */
export async function findOnPath(names: string[], env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const path = join(folder, name);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** Whether the file exists and we may run it. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A version as numbers, most significant first. */
export type Version = readonly number[];

/** The first dotted or plain number in a program's version text: `postgres (PostgreSQL) 18.4` is `[18, 4]`. */
export function parseVersion(text: string): Version | undefined {
  const found = /\d+(?:\.\d+)*/.exec(text);
  return found?.[0].split('.').map(Number);
}

/** Whether `version` is `least` or newer; numbers left out count as 0. */
export function isAtLeast(version: Version, least: Version): boolean {
  for (let i = 0; i < Math.max(version.length, least.length); i++) {
    const difference = (version[i] ?? 0) - (least[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The version a program reports, or undefined when it does not run or says none. */
export async function versionOf(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Version | undefined> {
  const output = await run(command, args, { env }).catch(() => '');
  return parseVersion(output);
}

interface RunOptions {
  env: NodeJS.ProcessEnv;
  uid?: number | undefined;
  gid?: number | undefined;
  cwd?: string | undefined;
}

/**
 * Runs a program to its end and returns what it printed, stdout before stderr.
 * @throws Error with the last lines it printed when it fails.
 */
export function run(command: string, args: string[], options: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { ...options, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout + stderr);
      const said = lastLines(stderr || stdout, 8) || error.message;
      reject(new Error(`${[command, ...args].join(' ')} failed:\n${said}`));
    });
  });
}

/** Command line flags: `{ port: 1 }` is `['--port', '1']`. */
export function flags(values: Record<string, string | number>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** The last `count` lines that are not empty. */
export function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .slice(-count)
    .join('\n');
}
