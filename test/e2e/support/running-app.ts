import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { allMigrations } from '../../../apps/migrator/src/migrations.js';
import { type ServiceName, Services, type ServicesConfig } from '../../../apps/standalone/src/services.js';
import { Ports } from '../../../deploy/local/index.js';
import type { Role } from '#libs/contracts';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { PlatformModule, TemporalClient, log } from '#libs/platform';
import { bundleWorkflows } from '../../../workflows/testing/bundle.js';
import { createTestTopics } from '../../support/event-lab.js';
import { SmtpSink } from '../../support/smtp-sink.js';
import { createTestDatabase } from '../../support/test-database.js';
import { testFiles } from '../../support/test-files.js';
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
  /** Take it when a command is still under way, instead of asking again until it is answered. */
  pending?: true;
}

const HOST = '127.0.0.1';
const context = { actor: { id: 'service:test' }, cause: 'command:test' };
const PROGRAMME = 'guangzhou';
/** Not a bound of anything: what takes longer than this, however busy the machine, is not going to happen. */
const PATIENCE_MS = 100_000;

class Registry {}

/** The servers an application stands on. */
type Servers = Partial<Pick<ServicesConfig, 'database' | 'kafka' | 'temporal'>>;

/**
 * Every service on real servers, with a database, topics, a Temporal namespace and a mailbox of its
 * own. What people do goes over HTTP with their API keys; only the people themselves are made
 * through the lib, since they need a key to begin with.
 */
export class RunningApp {
  services!: Services;
  /** The database with all rights, to look behind the curtain. */
  db!: pg.Client;
  temporal!: TemporalClient;
  private registry!: INestApplicationContext;
  private looksAfter: Somebody | undefined;

  private constructor(
    public config: ServicesConfig,
    readonly mailbox: SmtpSink,
  ) {}

  /** Starts the services, or only those named, on what is given; everything else is made for it. */
  static async open(own: Partial<ServicesConfig> = {}, only?: readonly ServiceName[]): Promise<RunningApp> {
    log.level = 'silent';
    // First and alone: Jest mixes up what the bundler and others load late at the same time.
    const workflows = own.workflows ?? { workflowBundle: await bundleWorkflows() };
    const [database, kafka, temporal, mailbox] = await Promise.all([
      own.database ?? createTestDatabase(allMigrations),
      own.kafka ?? createTestTopics(),
      own.temporal ?? createTestNamespace(),
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
      files: testFiles(),
      ...own,
      workflows,
    };
    const app = new RunningApp(config, mailbox);
    await app.start(only);
    return app;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.mailbox.stop();
  }

  /** Goes on with other servers, or with some of the services only. */
  async restart(servers: Servers = {}, only?: readonly ServiceName[]): Promise<void> {
    await this.stop();
    this.config = { ...this.config, ...servers };
    await this.start(only);
  }

  /** Does something while all services are stopped. */
  async whileStopped<T>(act: () => Promise<T>): Promise<T> {
    await this.stop();
    const done = await act();
    await this.start();
    return done;
  }

  private async start(only?: readonly ServiceName[]): Promise<void> {
    const { database, temporal, secrets } = this.config;
    const signIn = { database, secret: secrets.signInSecret, publicUrl: `http://${HOST}` };
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
      IdentityModule.forRoot({ signIn }),
    ];
    this.registry = await NestFactory.createApplicationContext(
      { module: Registry, imports },
      { logger: false, abortOnError: false },
    );
    this.db = new pg.Client({ connectionString: database.url });
    await this.db.connect();
    this.temporal = new TemporalClient(temporal);
    this.services = await Services.start(this.config, only);
  }

  private async stop(): Promise<void> {
    await this.services?.close();
    await this.temporal?.onApplicationShutdown();
    await this.registry?.close();
    await this.db?.end();
  }

  /** Makes a person with a role in the programme, and a key; without a role, one who is given a seat later. */
  person(name: string, role?: Role, zone?: string): Promise<Somebody> {
    return this.personOf(PROGRAMME, { name, role, zone });
  }

  /** Makes somebody of the secretariat for all programmes, who looks after the installation. */
  operator(): Promise<Somebody> {
    return this.personOf(null, { name: 'Olu Operator', role: 'secretariat', zone: undefined });
  }

  private async personOf(
    programme: string | null,
    { name, role, zone = 'Europe/Vienna' }: { name: string; role: Role | undefined; zone: string | undefined },
  ): Promise<Somebody> {
    const address = `${randomUUID()}@people.example`;
    const identity = this.registry.get(IdentityService);
    const id = await identity.createPerson(context, { name, language: 'en', zone, addresses: [address] });
    if (role) await identity.grantRole(context, id, { role, programme });
    const { key } = await this.registry.get(ApiKeyService).createApiKey(context, id, 'test');
    return { id, name, address, key };
  }

  /**
   * Sends a request and gives whatever is answered; while a part is away, or a command under way,
   * it asks again under the same key, as a client should.
   */
  async send(
    who: Somebody | null,
    method: string,
    path: string,
    body?: object,
    { etag, idempotencyKey = randomUUID(), pending }: RequestOptions = {},
  ): Promise<Answer> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.sendOnce(who, method, path, body, { ...(etag ? { etag } : {}), idempotencyKey });
      const isUnderWay = answer.status === 202 && answer.body['state'] === 'pending' && !pending;
      if ((answer.status !== 503 && !isUnderWay) || Date.now() > end) return answer;
      await sleep(250);
    }
  }

  private async sendOnce(
    who: Somebody | null,
    method: string,
    path: string,
    body: object | undefined,
    { etag, idempotencyKey }: RequestOptions & { idempotencyKey: string },
  ): Promise<Answer> {
    const headers = {
      ...(who ? { 'x-api-key': who.key } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(etag ? { 'if-match': etag } : {}),
      ...(method === 'POST' ? { 'idempotency-key': idempotencyKey } : {}),
    };
    const answer = await fetch(this.apiUrl + path, {
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

  /** Where somebody asks, and with which key: for the command line and its connection. */
  asks({ key }: Somebody): { url: string; key: string } {
    return { url: this.apiUrl, key };
  }

  /** Where the API listens, also while it is another process than this one. */
  private get apiUrl(): string {
    return `http://${HOST}:${this.config.http.port}`;
  }

  /** Waits until every event is published, and each consumer has handled all it reads. */
  async untilHandled(): Promise<void> {
    const events = `select count(*)::int as count, count(*) filter (where published_at is null)::int as waiting from platform.outbox`;
    type Consumers = { items: { name: string; lag: number }[] };
    const operator = (this.looksAfter ??= await this.operator());
    await until(
      async () => {
        const [before] = await this.rows<{ count: number; waiting: number }>(events);
        const { items } = await this.ask<Consumers>(operator, 'GET', '/v1/events/consumers');
        const [after] = await this.rows<{ count: number }>(events);
        const behind = items.filter(({ lag }) => lag > 0).map(({ name, lag }) => ({ name, lag }));
        return { waiting: before!.waiting, came: after!.count - before!.count, behind };
      },
      ({ waiting, came, behind }) => waiting === 0 && came === 0 && behind.length === 0,
    );
  }

  /** Rows of a query with all rights. */
  async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.query<T>(sql, values)).rows;
  }
}

/** Asks until the answer is as wanted. Throws what was wanted, and the last answer, when patience ends. */
export async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) throw new Error(`Waited for ${holds.toString()}; it stays ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}

/** Waits until an instant has passed, by the clock of this machine, which is that of the servers. */
export async function untilPast(instant: number): Promise<void> {
  while (Date.now() <= instant) await sleep(Math.max(1, instant - Date.now()));
}
