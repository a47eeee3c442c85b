import { randomUUID } from 'node:crypto';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Role } from '#libs/contracts';
import {
  ApiKeyService,
  CYCLE_RULES,
  type CycleRules,
  IdentityModule,
  IdentityService,
  identityEntities,
} from '#libs/identity';
import { PlatformModule } from '#libs/platform';

const context = { actor: { id: 'service:bench' }, cause: 'command:bench' };

/** Every cycle is of the one programme there is here. */
const cycleRules: CycleRules = {
  expertsMayJudge: () => Promise.resolve(false),
  programmeOf: () => Promise.resolve('guangzhou'),
};

@Global()
@Module({ providers: [{ provide: CYCLE_RULES, useValue: cycleRules }], exports: [CYCLE_RULES] })
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
    return (await this.person({ role, programme })).key;
  }

  /** A new person who has this role, with a key. */
  async person(grant: { role: Role; programme: string; cycleId?: string }): Promise<{ id: string; key: string }> {
    const identity = this.app.get(IdentityService);
    const addresses = [`${randomUUID()}@people.example`];
    const id = await identity.createPerson(context, {
      name: `A ${grant.role}`,
      language: 'en',
      zone: 'UTC',
      addresses,
    });
    await identity.grantRole(context, id, grant);
    return { id, key: (await this.app.get(ApiKeyService).createApiKey(context, id, 'bench')).key };
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}
