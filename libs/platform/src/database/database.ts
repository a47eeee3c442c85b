import { Migrator } from '@mikro-orm/migrations';
import { type EntitySchema, MikroORM, type Options, defineConfig } from '@mikro-orm/postgresql';
import type { Migration } from '@mikro-orm/migrations';
import type { Pool } from 'pg';
import type { DatabaseConfig } from '../config/concerns.js';
import { releaseBrokenConnections } from './broken-connections.js';
import { Driver } from './driver.js';
import { saveRoundTrips } from './round-trips.js';

/** The services that own a database role; each may do only what its grants say. */
export type AppName = 'api' | 'worker' | 'relay' | 'notifier' | 'auditor';

/** A lib's migrations, oldest first; the class name is the migration's name and begins with its lib's. */
export type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;

/**
 * Connection options of one app: its own pool (told to `onPool`), its own role, and the bound on
 * the length of a transaction.
 */
export function databaseOptions(
  app: AppName,
  config: DatabaseConfig,
  entities: EntitySchema[],
  onPool: (pool: Pool) => void = () => undefined,
): Options {
  const timeout = app === 'api' ? ` -c transaction_timeout=${config.transactionTimeoutMs}` : '';
  return defineConfig({
    clientUrl: config.url,
    driver: Driver,
    entities,
    discovery: { warnWhenNoEntities: false },
    forceUtcTimezone: true,
    allowGlobalContext: false,
    pool: { min: 0, max: config.poolSize },
    driverOptions: {
      options: `-c role=laureate_${app}${timeout}`,
      application_name: `laureate-${app}`,
      onPoolCreated: (pool: Pool) => {
        releaseBrokenConnections(pool);
        saveRoundTrips(pool);
        onPool(pool);
      },
    },
  });
}

/** Brings the database up to this release; safe to run twice, also at once. */
export async function migrateDatabase(url: string, migrations: MigrationClass[]): Promise<string[]> {
  const orm = await MikroORM.init(
    defineConfig({
      clientUrl: url,
      entities: [],
      discovery: { warnWhenNoEntities: false },
      pool: { min: 1, max: 1 },
      logger: () => undefined,
      extensions: [Migrator],
      migrations: {
        tableName: 'migration',
        migrationsList: migrations.map((migration) => ({ name: migration.name, class: migration })),
        snapshot: false,
      },
    }),
  );
  try {
    const connection = orm.em.getConnection();
    await connection.execute('select pg_advisory_lock(hashtext(?))', ['laureate-migrate']);
    const done = await orm.migrator.up();
    await connection.execute('select pg_advisory_unlock(hashtext(?))', ['laureate-migrate']);
    return done.map((migration) => migration.name);
  } finally {
    await orm.close(true);
  }
}
