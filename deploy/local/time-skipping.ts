import { createHash } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.js';
import { findJava, mavenJars } from './packages.js';
import { ServerUnavailableError } from './tools.js';

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
  // The SDK waits 5 s for the port and kills what it started: start quickly, and be that process (exec).
  const script = `#!/bin/sh\nexec '${java}' -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp '${jars}/*' io.temporal.testserver.TestServer "$@"\n`;
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 12);
  const folder = await cached(`time-skipping-script-${digest}`, env, async (place) => {
    const path = join(place, 'temporal-test-server');
    await writeFile(path, script);
    await chmod(path, 0o755);
  });
  return { path: join(folder, 'temporal-test-server') };
}
