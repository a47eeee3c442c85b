import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ApiConfig } from '../../apps/api/src/api.module.js';
import { startApi } from '../../apps/api/src/start.js';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import type { Role } from '#libs/contracts';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { PlatformModule, type RunningHttp, log } from '#libs/platform';
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
    private readonly apis: RunningHttp[],
    private readonly registry: INestApplicationContext,
    private readonly config: ApiConfig,
  ) {}

  static async open(): Promise<ApiFixture> {
    log.level = 'silent';
    const database = await createTestDatabase(allMigrations);
    const secret = Buffer.alloc(32, 1).toString('base64');
    const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576 };
    const config: ApiConfig = {
      http: { ...http, requestsPerMinute: 10_000 },
      database,
      secrets: { signInSecret: secret },
      kafka: { brokers: process.env['LAUREATE_TEST_KAFKA_BROKERS']!.split(','), prefix: '' },
      temporal: await createTestNamespace(),
      files: testFiles(),
    };
    const api = await startApi(config);
    const signIn = { database, secret, publicUrl: 'http://127.0.0.1' };
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
      IdentityModule.forRoot({ signIn }),
    ];
    const registry = await NestFactory.createApplicationContext({ module: Registry, imports }, { logger: false });
    return new ApiFixture(api.url, [api], registry, config);
  }

  /** Address of the database, with all rights. */
  get databaseUrl(): string {
    return this.config.database.url;
  }

  /** Starts another API on the same database, as a second process would be; its address. */
  async another(): Promise<string> {
    const api = await startApi(this.config);
    this.apis.push(api);
    return api.url;
  }

  async close(): Promise<void> {
    await Promise.all(this.apis.map((api) => api.close()));
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
