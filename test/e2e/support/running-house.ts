import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { allMigrations } from '../../../apps/migrator/src/migrations.js';
import { Services, type ServicesConfig } from '../../../apps/standalone/src/services.js';
import { Ports } from '../../../deploy/local/index.js';
import type { Role } from '#libs/contracts';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { PlatformModule, TemporalClient, log } from '#libs/platform';
import { bundleWorkflows } from '../../../workflows/testing/bundle.js';
import { createTestTopics } from '../../support/event-lab.js';
import { SmtpSink } from '../../support/smtp-sink.js';
import { createTestDatabase } from '../../support/test-database.js';
import { createTestNamespace } from '../../support/test-namespace.js';

/** Somebody with an API key. */
export interface Somebody {
  id: string;
  name: string;
  address: string;
  key: string;
}

/** What the API answered. */
export interface Answer {
  status: number;
  etag: string | null;
  body: Record<string, unknown>;
}

/** What a request carries besides its body; every POST has a new Idempotency-Key unless it is given one. */
export interface RequestOptions {
  etag?: string;
  idempotencyKey?: string;
}

const HOST = '127.0.0.1';
const context = { actor: { id: 'service:test' }, cause: 'command:test' };
const PROGRAMME = 'guangzhou';

class Registry {}

/**
 * Every service on real servers, with a database, topics, a Temporal namespace and a mailbox of its own. What people do goes
 * over HTTP with their API keys; only the people themselves are made through the lib, since they need a key to begin with.
 */
export class RunningHouse {
  private constructor(
    readonly config: ServicesConfig,
    readonly services: Services,
    /** The database with all rights, to look behind the curtain. */
    readonly db: pg.Client,
    readonly mailbox: SmtpSink,
    readonly temporal: TemporalClient,
    private readonly registry: INestApplicationContext,
  ) {}

  static async open(): Promise<RunningHouse> {
    log.level = 'silent';
    // First and alone: Jest mixes up what the bundler and others load late at the same time.
    const workflowBundle = await bundleWorkflows();
    const [database, kafka, temporal, mailbox] = await Promise.all([
      createTestDatabase(allMigrations),
      createTestTopics(),
      createTestNamespace(),
      SmtpSink.start(),
    ]);
    const key32 = () => randomBytes(32).toString('base64');
    const config: ServicesConfig = {
      database,
      kafka,
      temporal,
      mail: { url: mailbox.url, from: 'Laureate <no-reply@laureate.example>', domain: 'laureate.example' },
      secrets: { signInSecret: key32(), ballotKey: key32() },
      http: { host: HOST, port: await new Ports().take('the API', undefined), requestsPerMinute: 1_000_000 },
      workflows: { workflowBundle },
    };
    const signIn = { database, secret: config.secrets.signInSecret, publicUrl: `http://${HOST}` };
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
      IdentityModule.forRoot({ signIn }),
    ];
    const registry = await NestFactory.createApplicationContext({ module: Registry, imports }, { logger: false });
    const db = new pg.Client({ connectionString: database.url });
    await db.connect();
    return new RunningHouse(config, await Services.start(config), db, mailbox, new TemporalClient(temporal), registry);
  }

  async close(): Promise<void> {
    await this.services.close();
    await this.temporal.onApplicationShutdown();
    await this.registry.close();
    await this.db.end();
    await this.mailbox.stop();
  }

  /** Makes a person with a role in the programme, and a key; without a role, one who is given a seat later. */
  async person(name: string, role?: Role, zone = 'Europe/Vienna'): Promise<Somebody> {
    const address = `${randomUUID()}@people.example`;
    const identity = this.registry.get(IdentityService);
    const id = await identity.createPerson(context, { name, language: 'en', zone, addresses: [address] });
    if (role) await identity.grantRole(context, id, { role, programme: PROGRAMME });
    const { key } = await this.registry.get(ApiKeyService).createApiKey(context, id, 'test');
    return { id, name, address, key };
  }

  /** Sends a request and gives whatever is answered. */
  async send(
    who: Somebody | null,
    method: string,
    path: string,
    body?: object,
    { etag, idempotencyKey = randomUUID() }: RequestOptions = {},
  ): Promise<Answer> {
    const headers = {
      ...(who ? { 'x-api-key': who.key } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(etag ? { 'if-match': etag } : {}),
      ...(method === 'POST' ? { 'idempotency-key': idempotencyKey } : {}),
    };
    const answer = await fetch(this.services.urlOf('api')! + path, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: answer.status, etag: answer.headers.get('etag'), body: parsed };
  }

  /** Sends a request that must succeed and gives its body. Throws an error with the problem otherwise. */
  async ask<T = Record<string, unknown>>(
    who: Somebody | null,
    method: string,
    path: string,
    body?: object,
    options: RequestOptions = {},
  ): Promise<T> {
    const answer = await this.send(who, method, path, body, options);
    if (answer.status < 400) return answer.body as T;
    throw new Error(`${method} ${path} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  /** Rows of a query with all rights. */
  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.query<T>(sql, values)).rows;
  }
}

/** Asks until the answer is as wanted. Throws what it stays at after 30 s. */
export async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean, withinMs = 30_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) throw new Error(`It stays ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}
