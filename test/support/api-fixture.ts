import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { startApi } from '../../apps/api/src/start.js';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import type { Role } from '#libs/contracts';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { PlatformModule, log } from '#libs/platform';
import { createTestDatabase } from './test-database.js';
import { testFiles } from './test-files.js';
import { createTestNamespace } from './test-namespace.js';

const context = { actor: { id: 'service:test' }, cause: 'command:test' };

@Module({})
class Registry {}

/** The API alone on a fresh database: commands are taken on, and no worker carries them out. */
export class ApiFixture {
  private constructor(
    readonly url: string,
    private readonly api: { close(): Promise<void> },
    private readonly registry: INestApplicationContext,
  ) {}

  static async open(): Promise<ApiFixture> {
    log.level = 'silent';
    const database = await createTestDatabase(allMigrations);
    const secret = Buffer.alloc(32, 1).toString('base64');
    const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576 };
    const api = await startApi({
      http: { ...http, requestsPerMinute: 10_000 },
      database,
      secrets: { signInSecret: secret },
      kafka: { brokers: process.env['LAUREATE_TEST_KAFKA_BROKERS']!.split(','), prefix: '' },
      temporal: await createTestNamespace(),
      files: testFiles(),
    });
    const signIn = { database, secret, publicUrl: 'http://127.0.0.1' };
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
      IdentityModule.forRoot({ signIn }),
    ];
    const registry = await NestFactory.createApplicationContext({ module: Registry, imports }, { logger: false });
    return new ApiFixture(api.url, api, registry);
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.registry.close();
  }

  /** A new person's API key. */
  async keyOf(role: Role, programme = 'guangzhou'): Promise<string> {
    const addresses = [`${randomUUID()}@people.example`];
    const identity = this.registry.get(IdentityService);
    const id = await identity.createPerson(context, { name: `A ${role}`, language: 'en', zone: 'UTC', addresses });
    await identity.grantRole(context, id, { role, programme });
    return (await this.registry.get(ApiKeyService).createApiKey(context, id, 'test')).key;
  }
}
