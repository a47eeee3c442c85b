import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { type DatabaseConfig, type MigrationClass, migrateDatabase } from '#libs/platform';

/**
 * A fresh database of its own for a test suite, migrated, on the test PostgreSQL. Databases with
 * the same migrations are copied from one template, so that only the first suite pays for them.
 */
export async function createTestDatabase(migrations: MigrationClass[]): Promise<DatabaseConfig> {
  const server = process.env['LAUREATE_TEST_DATABASE_URL'];
  if (!server) throw new Error('Run this with jest --selectProjects servers: it needs the test PostgreSQL.');
  const template = `template_${createHash('sha256').update(migrations.map(String).join()).digest('hex').slice(0, 16)}`;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 0) {
      await client.query(`create database ${template}_making`);
      await migrateDatabase(withDatabase(server, `${template}_making`), migrations);
      await client.query(`alter database ${template}_making rename to ${template}`);
    }
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock(1)');
    await client.end();
  }
  return { url: withDatabase(server, name), poolSize: 10, transactionTimeoutMs: 3000 };
}

/** A copy of a database as it is now, file by file; nobody may be connected to it. */
export async function copyDatabase(original: DatabaseConfig): Promise<DatabaseConfig> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: process.env['LAUREATE_TEST_DATABASE_URL'] });
  await client.connect();
  try {
    const template = new URL(original.url).pathname.slice(1);
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
  return { ...original, url: withDatabase(original.url, name) };
}

function withDatabase(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
