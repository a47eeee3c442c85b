import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import {
  type DatabaseConfig,
  NotificationListener,
  PlatformModule,
  type Principal,
  platformMigrations,
} from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import {
  ApiKeyService,
  IdentityAuthenticator,
  IdentityModule,
  IdentityService,
  identityEntities,
  identityMigrations,
} from '../index.js';
import { IdentityMemory } from './identity-memory.js';
import { Recent } from './recent.js';

const context = { actor: { id: randomUUID() }, cause: 'command:test' };
/** Longer than any test: what is forgotten here is forgotten by what was said, not by the clock. */
const LONG_MS = 3_600_000;

@Global()
@Module({})
class Listening {
  static by(listener: NotificationListener): DynamicModule {
    const providers = [{ provide: NotificationListener, useValue: listener }];
    return { module: Listening, providers, exports: [NotificationListener] };
  }
}

/** What of the memory is set by hand here. */
interface Inside {
  recent: Recent<Principal>;
  patienceMs: number;
  waiting: Map<string, (listener: number) => void>;
  say(...said: string[]): Promise<unknown>;
}

/** A process of the API. */
interface Process {
  module: TestingModule;
  memory: IdentityMemory;
  inside: Inside;
  listener: NotificationListener;
  /** Who has this key, as this process knows. */
  who(key: string): ReturnType<IdentityAuthenticator['authenticate']>;
}

describe('what two processes remember of who somebody is', () => {
  let database: DatabaseConfig;
  let client: pg.Client;
  let [one, other]: Process[] = [];
  let person: { id: string; grantId: string; key: string };

  async function start(): Promise<Process> {
    const listener = new NotificationListener(database.url, 'api');
    const secret = Buffer.alloc(32, 7).toString('base64');
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
        Listening.by(listener),
        IdentityModule.forRoot({ signIn: { database, secret, publicUrl: 'http://127.0.0.1:3000' } }),
      ],
    }).compile();
    await module.init();
    await until(() => listener.hears('identity_changed') && listener.hears('identity_forgotten'));
    const who: Process['who'] = (key) => module.get(IdentityAuthenticator).authenticate({ 'x-api-key': key });
    const memory = module.get(IdentityMemory);
    const inside = memory as unknown as Inside;
    Object.assign(inside, { recent: new Recent<Principal>(LONG_MS, 100), patienceMs: LONG_MS });
    return { module, memory, inside, listener, who };
  }
  const stop = async ({ module, listener }: Process) => {
    const { processId } = listener;
    await listener.stop();
    await module.close();
    await gone(processId!);
  };
  /** Done when nobody waits any more for what a process of the database says. */
  const gone = (pid: number) =>
    until(async () => (await client.query('select from pg_stat_activity where pid = $1', [pid])).rowCount === 0);

  beforeAll(async () => {
    database = await createTestDatabase([...platformMigrations, ...identityMigrations]);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    [one, other] = [await start(), await start()];
  });
  afterAll(async () => {
    await Promise.all([one!, other!].map(stop));
    await client.end();
  });
  beforeEach(async () => {
    const identity = one!.module.get(IdentityService);
    const addresses = [`${randomUUID()}@example.org`];
    const id = await identity.createPerson(context, { name: 'Ana', language: 'es', zone: 'America/Lima', addresses });
    const grantId = await identity.grantRole(context, id, { role: 'auditor' });
    const { key } = await one!.module.get(ApiKeyService).createApiKey(context, id, 'laptop');
    // Nothing that was said so far is still on its way.
    await one!.module.get(IdentityAuthenticator).forget();
    person = { id, grantId, key };
  });

  const revoke = () => one!.module.get(IdentityService).revokeRole(context, person.id, person.grantId);
  async function remembered(process: Process) {
    await process.who(person.key);
    const found = await process.who(person.key);
    if (!found?.isRemembered) throw new Error('It is not remembered.');
    return found;
  }

  it('is forgotten everywhere when a revocation is acknowledged', async () => {
    expect((await remembered(other!)).grants).toHaveLength(1);
    await revoke();
    await one!.module.get(IdentityAuthenticator).forget();
    expect(await other!.who(person.key)).toMatchObject({ grants: [] });
    expect(await one!.who(person.key)).toMatchObject({ grants: [] });
  });

  it('keeps a revocation from being acknowledged while a process has not said that it forgot', async () => {
    const slow = other!.inside;
    const say = slow.say.bind(slow);
    const asked = Promise.withResolvers<void>();
    const mayAnswer = Promise.withResolvers<void>();
    slow.say = async (...said) => {
      asked.resolve();
      await mayAnswer.promise;
      return say(...said);
    };
    let isAcknowledged = false;
    await remembered(other!);
    await revoke();
    const acknowledged = one!.module
      .get(IdentityAuthenticator)
      .forget()
      .then(() => (isAcknowledged = true));
    await asked.promise;
    expect(isAcknowledged).toBe(false);
    mayAnswer.resolve();
    await acknowledged;
    slow.say = say;
    expect(await other!.who(person.key)).toMatchObject({ grants: [] });
  });

  it('is waited for no longer than it is remembered', async () => {
    const options = { connectionString: database.url, application_name: 'laureate-api-listener' };
    const silent = new pg.Client(options);
    await silent.connect();
    one!.inside.patienceMs = 1;
    try {
      await one!.module.get(IdentityAuthenticator).forget();
    } finally {
      one!.inside.patienceMs = LONG_MS;
      await silent.end();
      await gone((silent as unknown as { processID: number }).processID);
    }
  });

  it('is not what was asked before something changed', async () => {
    const { memory } = other!;
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const principal = { personId: person.id, grants: [], apiKeyId: null };
    const found = memory.ask('id', async () => {
      asked.resolve();
      await answer.promise;
      return principal;
    });
    await asked.promise;
    await one!.module.get(IdentityAuthenticator).forget();
    answer.resolve();
    expect(await found).toEqual(principal);
    expect(await memory.ask('id', () => Promise.resolve(null))).toBeNull();
  });

  it('is nothing in a process that does not hear what changes', async () => {
    const deaf = await start();
    const principal = { personId: person.id, grants: [], apiKeyId: null };
    const ask = () => deaf.memory.ask('id', () => Promise.resolve(principal));
    await ask();
    expect(await ask()).toHaveProperty('isRemembered');
    await client.query('select pg_terminate_backend($1)', [deaf.listener.processId]);
    await until(() => !deaf.listener.hears('identity_changed'));
    expect(await ask()).not.toHaveProperty('isRemembered');
    // Back again, it remembers nothing from before.
    await until(() => deaf.listener.hears('identity_changed'));
    expect(await deaf.memory.ask('id', () => Promise.resolve(null))).toBeNull();
    await stop(deaf);
  });

  it('is asked of the database once by many who ask at once', async () => {
    const { memory } = one!;
    let times = 0;
    const answer = Promise.withResolvers<void>();
    const ask = () =>
      memory.ask('many', async () => {
        times += 1;
        await answer.promise;
        return null;
      });
    const all = Promise.all([ask(), ask(), ask()]);
    answer.resolve();
    await all;
    expect(times).toBe(1);
  });

  it.each([
    [
      'a role given',
      `insert into identity.role_grant (id, person_id, role, programme, experts_may_judge, granted_by) values (gen_random_uuid(), $1, 'organiser', null, false, 'test')`,
    ],
    [
      'a role taken away',
      `update identity.role_grant set revoked_at = now(), revoked_by = 'test' where person_id = $1`,
    ],
    ['an account that an office shares', 'update identity.person set office = true where id = $1'],
    ['a key taken away', `update auth.apikey set enabled = false where "referenceId" = $1`],
  ])('ends by %s, whoever writes it', async (_, sql) => {
    await remembered(other!);
    await client.query(sql, [person.id]);
    await saidSoFar(other!);
    expect((await other!.who(person.key))?.isRemembered).toBeUndefined();
  });

  /** Done when a process has heard all that was said before: what is said arrives in the order of the commits. */
  async function saidSoFar({ inside }: Process): Promise<void> {
    const name = randomUUID();
    const { promise, resolve } = Promise.withResolvers<void>();
    inside.waiting.set(name, () => resolve());
    await client.query('select pg_notify($1, $2)', ['identity_forgotten', `${name} 0`]);
    await promise;
    inside.waiting.delete(name);
  }
});

/** Looks again and again until it is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
