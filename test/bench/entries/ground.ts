import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { allMigrations } from '../../../apps/migrator/src/migrations.js';
import type { LocalServers } from '../../../deploy/local/index.js';
import { guangzhouTemplate } from '#libs/cycles';
import { migrateDatabase } from '#libs/platform';
import { PRIVACY } from '../../support/privacy.js';
import { Registry } from '../registry.js';
import { ServiceProcess, addressesOf } from '../service-process.js';

const PROGRAMME = 'guangzhou';
/** Set out of the way: what is measured is not how often somebody may ask. */
export const REQUESTS_PER_MINUTE = 10_000_000;

/** A city with the key of one of its people. */
export interface BenchCity {
  cityId: string;
  key: string;
}

/** What a part measures on: a database of its own, the API beside it, and a cycle whose call is open. */
export class Ground {
  private constructor(
    readonly api: ServiceProcess,
    readonly db: pg.Pool,
    readonly registry: Registry,
    /** What the API was started with. */
    readonly settings: NodeJS.ProcessEnv,
    private readonly folder: string,
    /** Tells people how far it is. */
    readonly say: (line: string) => void,
    readonly staffKey: string,
    readonly cycleId: string,
  ) {}

  /** With a cycle of the template's first stages, so many. */
  static async open(servers: LocalServers, say: (line: string) => void, stages = 2): Promise<Ground> {
    const url = await createDatabase(servers.databaseUrl);
    await migrateDatabase(url, allMigrations);
    const secret = randomBytes(32).toString('base64');
    const registry = await Registry.open(url, secret);
    const db = new pg.Pool({ connectionString: url });
    const folder = await mkdtemp(join(tmpdir(), 'laureate-bench-'));
    const settings = {
      ...addressesOf(servers, url),
      SIGN_IN_SECRET: secret,
      FILES_STORAGE: join(folder, 'files'),
      UPLOADS_DIR: join(folder, 'uploads'),
      HTTP_REQUESTS_PER_MINUTE: String(REQUESTS_PER_MINUTE),
      LOG_LEVEL: 'warn',
    };
    const api = await ServiceProcess.start('api', settings);
    const staffKey = await registry.keyOf('secretariat', PROGRAMME);
    const cycleId = await openCall(api, db, staffKey, stages);
    return new Ground(api, db, registry, settings, folder, say, staffKey, cycleId);
  }

  async close(): Promise<void> {
    await this.api.end();
    await this.registry.close();
    await this.db.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A registered city. */
  async city(): Promise<BenchCity> {
    const key = await this.registry.keyOf('city', PROGRAMME);
    const place = { countryCode: 'KE', kind: 'city', region: 'Africa', zone: 'Africa/Nairobi' };
    const answer = await send(this.api.url, 'POST', '/v1/cities', key, {
      name: `City ${randomUUID()}`,
      ...place,
      privacy: PRIVACY,
    });
    return { cityId: answer['id'] as string, key };
  }

  /** Begins an entry with this content; its id. */
  async draft({ cityId, key }: BenchCity, content: object): Promise<string> {
    const answer = await this.send('POST', `/v1/cycles/${this.cycleId}/entries`, key, { cityId, content });
    return answer['id'] as string;
  }

  /** A request to the API; its answer. Throws when it is refused. */
  send(method: string, path: string, key: string, body?: object, version?: number): Promise<Record<string, unknown>> {
    return send(this.api.url, method, path, key, body, version);
  }
}

/** A database of its own on that server; its address. */
async function createDatabase(server: string): Promise<string> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const address = new URL(server);
  address.pathname = `/${name}`;
  return address.href;
}

/** A published cycle whose call is open: there is no worker here that would open it. */
async function openCall(api: ServiceProcess, db: pg.Pool, key: string, stages: number): Promise<string> {
  const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
  const definition = { ...template, stages: template.stages.slice(0, stages) };
  const { id, version } = await send(api.url, 'POST', '/v1/cycles', key, { definition });
  await send(api.url, 'POST', `/v1/cycles/${String(id)}/publish`, key, undefined, version as number);
  await db.query(`update cycles.stage set state = 'open', opens_at = now(), opened_at = now() where key = 'call'`);
  return id as string;
}

async function send(
  url: string,
  method: string,
  path: string,
  key: string,
  body?: object,
  version?: number,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      'x-api-key': key,
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
