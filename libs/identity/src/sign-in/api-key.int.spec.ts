import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { type DatabaseConfig, PlatformModule, platformMigrations } from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { type SignInOptions, authOptions, authPool } from '../auth/auth.js';
import { IdentityAuthenticator } from '../auth/identity-authenticator.js';
import { identityEntities } from '../entities.js';
import { IdentityModule } from '../identity.module.js';
import { identityMigrations } from '../migrations/index.js';
import { IdentityService } from '../people/identity.service.js';
import { ApiKeyService } from './api-key.service.js';

const context = { actor: { id: randomUUID() }, cause: 'command:test' };

describe('API keys', () => {
  let api: TestingModule;
  let another: TestingModule;
  let identity: IdentityService;
  let keys: ApiKeyService;
  let options: SignInOptions;
  let database: pg.Pool;
  let personId: string;
  const who = (key: string, module = api) => module.get(IdentityAuthenticator).authenticate({ 'x-api-key': key });

  beforeAll(async () => {
    const config: DatabaseConfig = await createTestDatabase([...platformMigrations, ...identityMigrations]);
    const secret = Buffer.alloc(32, 7).toString('base64');
    options = { database: config, secret, publicUrl: 'http://127.0.0.1:3000' };
    const start = () =>
      Test.createTestingModule({
        imports: [
          PlatformModule.forRoot({ app: 'api', database: config, entities: identityEntities }),
          IdentityModule.forRoot({ signIn: options }),
        ],
      }).compile();
    [api, another] = [await start(), await start()];
    identity = api.get(IdentityService);
    keys = api.get(ApiKeyService);
    database = new pg.Pool({ connectionString: config.url, max: 2 });
  });
  afterAll(async () => {
    await database.end();
    await Promise.all([api.close(), another.close()]);
  });
  beforeEach(async () => {
    const addresses = [`${randomUUID()}@example.org`];
    personId = await identity.createPerson(context, { name: 'Ana', language: 'es', zone: 'America/Lima', addresses });
  });

  it('say who asks and what they may, which is nothing by default', async () => {
    const { id, key } = await keys.createApiKey(context, personId, 'laptop');
    expect(key).toMatch(/^laureate_[A-Za-z]{64}$/);
    expect(await who(key)).toEqual({ personId, grants: [], office: false, apiKeyId: id });
    const scope = { programme: null, cycleId: null, cityId: null, cityRole: null };
    await identity.grantRole(context, personId, { role: 'auditor' });
    expect((await who(key, another))?.grants).toEqual([{ role: 'auditor', ...scope }]);
  });

  it('are kept as a hash, and in no event', async () => {
    const { key } = await keys.createApiKey(context, personId, 'laptop');
    const { rows } = await database.query(
      `select (select string_agg(k::text, '') from auth.apikey k), (select string_agg(e::text, '') from platform.outbox e) as events`,
    );
    expect(JSON.stringify(rows)).not.toContain(key.slice('laureate_'.length));
  });

  it('are refused when unknown, expired or revoked', async () => {
    const expired = await keys.createApiKey(context, personId, 'old');
    await database.query('update auth.apikey set "expiresAt" = now() where id = $1', [expired.id]);
    for (const key of ['', 'laureate_x', expired.key]) expect(await who(key)).toBeNull();
    const { id, key } = await keys.createApiKey(context, personId, 'laptop');
    expect(await who(key)).not.toBeNull();
    await keys.revokeApiKey(context, personId, id);
    await keys.revokeApiKey(context, personId, id);
    expect(await who(key)).toBeNull();
    await expect(keys.revokeApiKey(context, randomUUID(), id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('and roles are taken away at once from a process that does not hear what changes', async () => {
    const { id, key } = await keys.createApiKey(context, personId, 'laptop');
    const grantId = await identity.grantRole(context, personId, { role: 'organiser' });
    expect((await who(key, another))?.grants).toHaveLength(1);
    await identity.revokeRole(context, personId, grantId);
    expect((await who(key, another))?.grants).toEqual([]);
    await keys.revokeApiKey(context, personId, id);
    expect(await who(key, another)).toBeNull();
  });

  it('are made for nobody but a person', async () => {
    await expect(keys.createApiKey(context, randomUUID(), 'laptop')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('and the rest of better-auth find the tables they expect', async () => {
    const pool = authPool(options.database);
    try {
      const { toBeCreated, toBeAdded } = await getMigrations(authOptions(pool, options));
      expect([toBeCreated, toBeAdded]).toEqual([[], []]);
    } finally {
      await pool.end();
    }
  });

  it('can be read by no role that does not need them', async () => {
    const client = await database.connect();
    try {
      for (const role of ['worker', 'notifier', 'auditor', 'relay']) {
        await client.query(`set role laureate_${role}`);
        for (const column of ['id', 'key'])
          await expect(client.query(`select ${column} from auth.apikey`)).rejects.toThrow(/permission denied/);
      }
      await client.query('set role laureate_auditor');
      await client.query('select id, name from identity.person');
      await expect(client.query('select address from identity.person_address')).rejects.toThrow(/permission denied/);
    } finally {
      await client.query('reset role');
      client.release();
    }
  });
});
