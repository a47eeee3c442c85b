import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, makeTelemetryFilterString } from '@temporalio/worker';
import { SearchAttribute } from '#libs/contracts/pure';

/** INDEXED_VALUE_TYPE_KEYWORD of Temporal's API. */
const KEYWORD = 2;

/**
 * Starts a Temporal that skips time, with the application's search attributes, and the SDK's runtime,
 * which there is once a process.
 * @param path the program of the time-skipping test server
 */
export async function startTimeSkipping(path: string): Promise<TestWorkflowEnvironment> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
    shutdownSignals: [],
  });
  const env = await start(path, 3);
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(Object.values(SearchAttribute).map((name) => [name, KEYWORD])),
  });
  return env;
}

/** The SDK gives the server 5 s to listen, which on a busy machine may be too few: then once more. */
async function start(path: string, tries: number): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path } },
    });
  } catch (error) {
    if (tries === 1 || !String(error).includes('did not start within')) throw error;
    return start(path, tries - 1);
  }
}
