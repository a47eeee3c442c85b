import { execFile } from 'node:child_process';
import { appendFile, chown, cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type LocalServers, startLocalServers } from '../../deploy/local/index.js';
import { until } from '../e2e/support/running-app.js';

const run = promisify(execFile);

/**
 * What docs/operators.md says of PostgreSQL: a copy of its files taken while it runs, the archived
 * log, an instant to go back to.
 */
describe('a backup of PostgreSQL', () => {
  let folder: string;
  let servers: LocalServers | undefined;
  let pgdata: string;

  const start = () =>
    startLocalServers({ dataDir: folder, only: ['postgres'], env: { ...process.env, DATABASE_URL: undefined } });
  const restart = async (meanwhile: () => Promise<void> = async () => {}) => {
    await servers!.stop();
    await meanwhile();
    servers = await start();
  };
  /** Runs queries on one connection. */
  const connected = async <T>(act: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: servers!.databaseUrl });
    await client.connect();
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  };
  const answered = (what: string) => connected((client) => client.query('insert into answered values ($1)', [what]));
  /** A place beside the data that the server's account owns. */
  const beside = (name: string) => join(dirname(pgdata), name);
  const give = async (path: string) => {
    const { uid, gid } = await stat(pgdata);
    await chown(path, uid, gid);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'laureate-backup-'));
    servers = await start();
    await connected(async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      pgdata = rows[0]!.data_directory;
      await client.query('create table answered (what text)');
      await client.query(`alter system set archive_mode = on`);
      await client.query(
        `alter system set archive_command = 'test ! -f ${beside('wal')}/%f && cp %p ${beside('wal')}/%f'`,
      );
    });
    await mkdir(beside('wal'));
    await give(beside('wal'));
    await restart();
  });
  afterAll(async () => {
    await servers?.stop();
    for (const name of ['wal', 'base']) await rm(beside(name), { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  });

  it('goes back to the last second before a mistake, with what was answered since the copy', async () => {
    await answered('before the copy');
    await connected(async (client) => {
      await client.query(`select pg_backup_start('nightly', true)`);
      await answered('during the copy');
      await cp(pgdata, beside('base'), { recursive: true, preserveTimestamps: true });
      const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(true)');
      await writeFile(join(beside('base'), 'backup_label'), rows[0]!.labelfile);
    });
    await answered('after the copy');
    const { instant, wal } = await connected(async (client) => {
      const { rows } = await client.query<{ instant: string }>('select clock_timestamp()::text as instant');
      await client.query(`insert into answered values ('a mistake')`);
      const switched = await client.query<{ wal: string }>('select pg_walfile_name(pg_switch_wal()) as wal');
      return { instant: rows[0]!.instant, wal: switched.rows[0]!.wal };
    });
    await until(
      () =>
        stat(join(beside('wal'), wal)).then(
          () => true,
          () => false,
        ),
      (archived) => archived,
    );

    await restart(async () => {
      await rm(pgdata, { recursive: true });
      // The copy's log is half of one: the archive has all of it.
      await rm(join(beside('base'), 'pg_wal'), { recursive: true });
      await mkdir(join(beside('base'), 'pg_wal'));
      await rm(join(beside('base'), 'postmaster.pid'), { force: true });
      const settings = {
        restore_command: `cp ${beside('wal')}/%f %p`,
        recovery_target_time: instant,
        recovery_target_action: 'promote',
      };
      const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
      await appendFile(join(beside('base'), 'postgresql.auto.conf'), lines.join(''));
      await writeFile(join(beside('base'), 'recovery.signal'), '');
      await restoreTo(pgdata, beside('base'));
    });
    const kept = await connected((client) => client.query<{ what: string }>('select what from answered'));
    expect(kept.rows.map(({ what }) => what)).toEqual(['before the copy', 'during the copy', 'after the copy']);
    await until(
      () => connected((client) => client.query<{ away: boolean }>('select pg_is_in_recovery() as away')),
      ({ rows }) => !rows[0]!.away,
    );
    await answered('in the life after');
  });
});

/** Puts the copy in the place of the data, owned by whoever owns the archive beside it. */
async function restoreTo(pgdata: string, copy: string): Promise<void> {
  const { uid, gid } = await stat(join(dirname(pgdata), 'wal'));
  await cp(copy, pgdata, { recursive: true, preserveTimestamps: true });
  await run('chown', ['-R', `${uid}:${gid}`, pgdata]);
  await run('chmod', ['700', pgdata]);
}
