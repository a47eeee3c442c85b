import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cached } from './cache.js';
import { findJava, mavenJars } from './packages.js';
import { isFree, Ports } from './ports.js';
import { ServerUnavailableError } from './tools.js';

/** The classes as the Java machine loaded them, beside the script. */
const ARCHIVE = 'classes.jsa';

/** What the start of a time-skipping server may be told. */
export interface TimeSkippingOptions {
  onProgress?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}

/**
 * A script in the cache that runs Temporal's time-skipping test server, for
 * `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 * @throws ServerUnavailableError when there is no Java or Maven to get it with
 */
export async function timeSkippingServer(options: TimeSkippingOptions = {}): Promise<{ path: string }> {
  const { env = process.env, onProgress: progress = () => undefined } = options;
  const fetching = {
    env,
    progress,
    missing: (reason: string) =>
      new ServerUnavailableError('The time-skipping test server', reason, 'Java 17 or newer and Maven'),
  };
  const java = await findJava(fetching);
  const jars = await mavenJars('time-skipping', java, fetching);
  const flags = [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
  ];
  const main = ['-cp', `${jars}/*`, 'io.temporal.testserver.TestServer'];
  // The SDK waits 5 s for the port and kills what it started: start quickly (from an archive of
  // loaded classes, a third of the work), and be that process (exec).
  const command = [java, ...flags, '-XX:SharedArchiveFile=ARCHIVE', ...main].map((word) => `'${word}'`).join(' ');
  const script = `#!/bin/sh\nexec ${command.replace('ARCHIVE', `'"$(dirname "$0")"'/${ARCHIVE}`)} "$@"\n`;
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 12);
  const folder = await cached(`time-skipping-script-${digest}`, env, async (place) => {
    await archiveClasses(java, [...flags, `-XX:ArchiveClassesAtExit=${join(place, ARCHIVE)}`, ...main]);
    const path = join(place, 'temporal-test-server');
    await writeFile(path, script);
    await chmod(path, 0o755);
  });
  return { path: join(folder, 'temporal-test-server') };
}

/**
 * Runs the server once until it listens; it writes the archive when it ends. Without one it starts
 * all the same, slowly.
 */
async function archiveClasses(java: string, args: string[]): Promise<void> {
  const port = await new Ports().take('the time-skipping test server');
  const server = spawn(java, [...args, String(port)], { stdio: 'ignore' });
  const ended = once(server, 'exit').catch(() => undefined);
  for (const end = Date.now() + 60_000; server.exitCode === null && (await isFree(port)) && Date.now() < end;) {
    await pause(100);
  }
  server.kill();
  await ended;
}
