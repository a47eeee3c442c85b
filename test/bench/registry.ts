import { randomUUID } from 'node:crypto';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Role } from '#libs/contracts';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { PlatformModule } from '#libs/platform';

const context = { actor: { id: 'service:bench' }, cause: 'command:bench' };

@Module({})
class RegistryModule {}

/** Makes people with a key each, on a prepared database. */
export class Registry {
  private constructor(private readonly app: INestApplicationContext) {}

  /** @param secret the installation's `SIGN_IN_SECRET` */
  static async open(databaseUrl: string, secret: string): Promise<Registry> {
    const database = { url: databaseUrl, poolSize: 4, transactionTimeoutMs: 3000 };
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
      IdentityModule.forRoot({ signIn: { database, secret, publicUrl: 'http://127.0.0.1' } }),
    ];
    const module = { module: RegistryModule, imports };
    return new Registry(await NestFactory.createApplicationContext(module, { logger: false }));
  }

  /** The key of a new person who has this role in a programme. */
  async keyOf(role: Role, programme: string): Promise<string> {
    const identity = this.app.get(IdentityService);
    const addresses = [`${randomUUID()}@people.example`];
    const id = await identity.createPerson(context, { name: `A ${role}`, language: 'en', zone: 'UTC', addresses });
    await identity.grantRole(context, id, { role, programme });
    return (await this.app.get(ApiKeyService).createApiKey(context, id, 'bench')).key;
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}
