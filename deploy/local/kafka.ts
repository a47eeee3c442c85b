import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { findJava, mavenJars } from './packages.js';
import { LOOPBACK } from './ports.js';
import { folderOf, launch, type ServerContext } from './server-context.js';
import type { ServerProcess } from './server-process.js';
import { findOnPath, isAtLeast, run, ServerUnavailableError, versionOf } from './tools.js';

const NAME = 'Kafka';
const OLDEST = [4];
const HEAP = '-Xmx512m';

/** How to run Kafka's two programs. */
interface Programs {
  format: [command: string, ...args: string[]];
  serve: [command: string, ...args: string[]];
  env: NodeJS.ProcessEnv;
}

/** Starts one Kafka 4 node (KRaft, broker and controller in one process). */
export async function startKafka(context: ServerContext, wantedPort?: number) {
  const folder = await folderOf(context, 'kafka');
  const programs = await findPrograms(context, folder);
  const port = await context.ports.take(NAME, wantedPort);
  const controllerPort = await context.ports.take(`${NAME}'s controller`);
  const data = join(folder, 'data');
  const config = join(folder, 'server.properties');
  await writeFile(config, properties(data, port, controllerPort));
  if (!existsSync(join(data, 'meta.properties'))) await format(programs, config, data, folder);
  const [command, ...args] = programs.serve;
  const server = await launch(context, {
    name: NAME,
    command,
    args: [...args, config],
    cwd: folder,
    env: programs.env,
    signal: 'SIGTERM',
  });
  const broker = `${LOOPBACK}:${port}`;
  await untilServing(server, broker);
  return { kafkaBrokers: [broker], pid: server.pid, address: broker };
}

function properties(data: string, port: number, controllerPort: number): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    listeners: `PLAINTEXT://${LOOPBACK}:${port},CONTROLLER://${LOOPBACK}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${LOOPBACK}:${port}`,
    'controller.listener.names': 'CONTROLLER',
    // Static voters: the ports may differ from start to start.
    'controller.quorum.voters': `1@${LOOPBACK}:${controllerPort}`,
    'log.dirs': data,
    'auto.create.topics.enable': false,
    'group.initial.rebalance.delay.ms': 0,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** Prepares the data folder; what an interrupted try left is removed first. */
async function format(programs: Programs, config: string, data: string, cwd: string): Promise<void> {
  await rm(data, { recursive: true, force: true });
  const [command, ...args] = programs.format;
  const clusterId = randomBytes(16).toString('base64url');
  // Joined by "=", since one in 64 ids begins with a hyphen and would be read as an option.
  await run(command, [...args, 'format', `--cluster-id=${clusterId}`, '-c', config], { env: programs.env, cwd });
}

/** Serving means: metadata is answered and groups have a coordinator, which comes up last. */
async function untilServing(server: ServerProcess, broker: string): Promise<void> {
  const client = new Kafka({
    clientId: 'laureate-local-servers',
    brokers: [broker],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await server.untilReady(async () => {
      await admin.connect();
      await admin.describeCluster();
      await admin.fetchOffsets({ groupId: 'laureate-local-servers' });
    });
  } finally {
    await admin.disconnect();
  }
}

async function findPrograms(context: ServerContext, folder: string): Promise<Programs> {
  return (await installedPrograms(context, folder)) ?? packagedPrograms(context);
}

async function installedPrograms({ env }: ServerContext, folder: string): Promise<Programs | undefined> {
  for (const ending of ['.sh', '']) {
    const serve = await findOnPath([`kafka-server-start${ending}`], env);
    if (!serve) continue;
    const version = await versionOf(serve, ['--version'], env);
    if (!version || !isAtLeast(version, OLDEST)) continue;
    const format = join(dirname(serve), `kafka-storage${ending}`);
    return { format: [format], serve: [serve], env: { ...env, KAFKA_HEAP_OPTS: HEAP, LOG_DIR: join(folder, 'logs') } };
  }
  return undefined;
}

async function packagedPrograms({ env, progress }: ServerContext): Promise<Programs> {
  const fetching = {
    env,
    progress,
    missing: (reason: string) =>
      new ServerUnavailableError(
        NAME,
        reason,
        `Java 17 or newer and Maven, or Kafka ${OLDEST[0]} on the PATH`,
        'KAFKA_BROKERS=host:9092',
      ),
  };
  const java = await findJava(fetching);
  const jars = join(await mavenJars('kafka', java, fetching), '*');
  const quick = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
  const log = ['defaultLogLevel=warn', 'showDateTime=true', 'dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS'].map(
    (setting) => `-Dorg.slf4j.simpleLogger.${setting}`,
  );
  return {
    format: [java, ...quick, ...log, '-cp', jars, 'kafka.tools.StorageTool'],
    serve: [java, HEAP, '-XX:+UseSerialGC', ...log, '-cp', jars, 'kafka.Kafka'],
    env,
  };
}
