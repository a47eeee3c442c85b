import { type DatabaseConfig } from './config/concerns.js';
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { eventually } from '../../../test/support/event-lab.js';
import { untilWaiting } from '../../../test/support/lock-waits.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { platformMigrations } from './migrations/index.js';
import { PlatformModule } from './platform.module.js';

describe('the ground', () => {
  let database: DatabaseConfig;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase(platformMigrations);
    owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
  });
  afterAll(() => owner.end());

  const opened = async (url = database.url) => {
    const ground = PlatformModule.forRoot({ app: 'api', database: { ...database, url }, entities: [] });
    const module = await Test.createTestingModule({ imports: [ground] }).compile();
    await module.init();
    return module;
  };

  it('closes also while something nobody waits for is being asked, and answers that first', async () => {
    const module = await opened();
    await owner.query('select pg_advisory_lock(1)');
    const asked = module
      .get(EntityManager)
      .fork()
      .execute<object[]>('select 1 as one from (select pg_advisory_xact_lock_shared(1)) waits');
    await untilWaiting(owner);
    let isClosed = false;
    const closing = module.close().finally(() => (isClosed = true));
    await owner.query('select pg_advisory_unlock(1)');
    expect(await asked).toEqual([{ one: 1 }]);
    await eventually(() => isClosed, 'the module is closed');
    await closing;
  });

  it('closes also while a connection is being made for what nobody waits for, and answers that first', async () => {
    const [arrived, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const gate = await gateTo(database.url, () => {
      arrived.resolve();
      return goOn.promise;
    });
    try {
      const module = await opened(gate.url);
      const asked = module.get(EntityManager).fork().execute<object[]>('select 1 as one');
      await arrived.promise;
      let isClosed = false;
      const closing = module.close().finally(() => (isClosed = true));
      goOn.resolve();
      expect(await asked).toEqual([{ one: 1 }]);
      await eventually(() => isClosed, 'the module is closed');
      await closing;
    } finally {
      gate.server.close();
    }
  });

  it('closes also right after something was asked that nobody waits for', async () => {
    const module = await opened();
    const asked = module.get(EntityManager).fork().execute<object[]>('select 1 as one');
    let isClosed = false;
    const closing = module.close().finally(() => (isClosed = true));
    expect(await asked).toEqual([{ one: 1 }]);
    await eventually(() => isClosed, 'the module is closed');
    await closing;
  });
});

/** A way to the database on which each connection waits until it is let through. */
async function gateTo(url: string, letThrough: () => Promise<void>): Promise<{ url: string; server: Server }> {
  const address = new URL(url);
  const pass = async (client: Socket) => {
    client.on('error', () => undefined);
    await letThrough();
    const toDatabase = connect(Number(address.port), address.hostname);
    toDatabase.on('error', () => client.destroy());
    client.pipe(toDatabase).pipe(client);
  };
  const server = createServer({ pauseOnConnect: true }, (client) => void pass(client));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: through.href, server };
}
