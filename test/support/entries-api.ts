import { randomUUID } from 'node:crypto';
import { Module, type Type } from '@nestjs/common';
import pg from 'pg';
import type { CityRole, Role } from '#libs/contracts';
import {
  CycleService,
  CyclesModule,
  CyclesOptions,
  cyclesEntities,
  cyclesMigrations,
  guangzhouTemplate,
} from '#libs/cycles';
import { entriesEntities, entriesMigrations, entriesPersonalData } from '#libs/entries';
import {
  ApiKeyService,
  type GivenChoices,
  IdentityModule,
  IdentityService,
  type NewGrant,
  type PrivacyNotice,
  SignInService,
  identityEntities,
  identityMigrations,
  identityPersonalData,
} from '#libs/identity';
import {
  type DatabaseConfig,
  type FilesConfig,
  HttpModule,
  PlatformModule,
  createHttpApp,
  listen,
  log,
  openApiDocument,
  platformMigrations,
} from '#libs/platform';
import { AttachmentsApiModule } from '../../apps/api/src/entries/attachments-api.module.js';
import { EntriesApiModule } from '../../apps/api/src/entries/entries-api.module.js';
import { IdentityApiModule } from '../../apps/api/src/identity/identity-api.module.js';
import { PersonalDataApiModule } from '../../apps/api/src/personal-data/personal-data-api.module.js';
import { completeContent } from './entry-contents.js';
import { testFiles } from './test-files.js';
import { createTestDatabase } from './test-database.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const system = { actor: { id: 'service:test' }, cause: 'command:test' };

export interface Answer {
  status: number;
  etag: string | null;
  json: Record<string, unknown>;
}

/** Somebody who calls the API. */
export interface Caller {
  personId: string;
  key: string;
}

/**
 * The routes of entries and identity over HTTP, on a database of their own, with a published cycle whose call is open.
 */
export interface EntriesApi {
  url: string;
  /** The database with all rights, to set the scene and to look behind the curtain. */
  db: pg.Client;
  /** Where it is, and where its files are: for a worker beside it. */
  database: DatabaseConfig;
  files: FilesConfig;
  cycleId: string;
  document: { paths: Record<string, Record<string, { 'x-roles': string[] }>> };
  /** One of its services. */
  get<T>(service: Type<T>): T;
  /** A person with a role and a key. */
  caller(role: Role, grant?: Partial<NewGrant>): Promise<Caller>;
  /** Answers to the privacy notice in force. */
  privacy(): Promise<GivenChoices>;
  /** A city with the person who registered it. */
  registered(): Promise<Caller & { cityId: string }>;
  /** A complete draft of a city, with a contact; its id. */
  drafted(city: Pick<Caller, 'key'> & { cityId: string }): Promise<string>;
  /** Accepts an invitation by the link of its mail; the status of the answer, null when there is no mail to send. */
  accept(invitationId: string): Promise<number | null>;
  /** Somebody more who acts for a city. */
  colleague(cityId: string, cityRole: CityRole): Promise<Caller>;
  send(method: string, path: string, key: string | null, body?: object, headers?: object): Promise<Answer>;
  close(): Promise<void>;
}

@Module({})
class TestApi {}

/** Builds the API; close it after the suite. */
export async function openEntriesApi(): Promise<EntriesApi> {
  log.level = 'silent';
  const migrations = [...platformMigrations, ...identityMigrations, ...cyclesMigrations, ...entriesMigrations];
  // A test may hold a transaction open until another one waits for it; no stall of the machine is to end it.
  const database = { ...(await createTestDatabase(migrations)), transactionTimeoutMs: 60_000 };
  const signIn = { database, secret: Buffer.alloc(32, 1).toString('base64'), publicUrl: 'http://127.0.0.1' };
  const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities];
  const files = testFiles();
  const imports = [
    PlatformModule.forRoot({ app: 'api', database, entities }),
    HttpModule.forRoot(http),
    IdentityModule.forRoot({ signIn }),
    CyclesModule.forRoot(new CyclesOptions(3000)),
    EntriesApiModule,
    AttachmentsApiModule.forRoot(files),
    IdentityApiModule,
    PersonalDataApiModule.forRoot([entriesPersonalData, identityPersonalData]),
  ];
  const app = await createHttpApp({ module: TestApi, imports }, http);
  const document = openApiDocument(app, { version: '0', url: undefined }) as unknown as EntriesApi['document'];
  const api = await listen(app, http);
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();

  const identity = app.get(IdentityService);
  const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
  const cycles = app.get(CycleService);
  const draft = await cycles.createDraft(system, { ...template, stages: template.stages.slice(0, 2) });
  const cycleId = (await cycles.publish(system, draft.id, draft.version)).id;
  await db.query(`update cycles.stage set state = 'open', opens_at = now() - interval '1 day' where key = 'call'`);

  const fixture: EntriesApi = {
    url: api.url,
    db,
    database,
    files,
    cycleId,
    document,
    get: (service) => app.get(service),
    async caller(role, grant = {}) {
      const addresses = [`${randomUUID()}@people.example`];
      const person = { name: `A ${grant.cityRole ?? role}`, language: 'en' as const, zone: 'UTC', addresses };
      const personId = await identity.createPerson(system, person);
      await identity.grantRole(system, personId, { role, programme: 'guangzhou', ...grant });
      return { personId, key: (await app.get(ApiKeyService).createApiKey(system, personId, 'test')).key };
    },
    async registered() {
      const caller = await fixture.caller('city');
      const place = { countryCode: 'KE', kind: 'city', region: 'Africa', zone: 'Africa/Nairobi' };
      const { status, json } = await fixture.send('POST', '/v1/cities', caller.key, {
        name: `City ${randomUUID()}`,
        ...place,
        privacy: await fixture.privacy(),
      });
      if (status !== 201) throw new Error(`The city was not registered: ${JSON.stringify(json)}`);
      return { ...caller, cityId: json['id'] as string };
    },
    async privacy() {
      const { json } = await fixture.send('GET', '/v1/privacy-notice', null);
      const { version, questions } = json as unknown as PrivacyNotice;
      const choices = questions.map(({ kind, key }) => ({ kind, key, granted: kind === 'purpose' }));
      return { noticeVersion: version, language: 'en', choices };
    },
    async drafted({ key, cityId }) {
      const entry = { cityId, content: completeContent() };
      const { json } = await fixture.send('POST', `/v1/cycles/${cycleId}/entries`, key, entry);
      const id = json['id'] as string;
      const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
      const saved = await fixture.send('PUT', `/v1/entries/${id}/contacts`, key, { contacts }, { 'if-match': '"1"' });
      if (saved.status !== 200) throw new Error(`The contacts were not saved: ${JSON.stringify(saved.json)}`);
      return id;
    },
    async accept(invitationId) {
      const made = await app.get(SignInService).createInvitationCredentials(invitationId);
      return made && (await fetch(api.url + new URL(made.link).pathname, { method: 'POST' })).status;
    },
    colleague: (cityId, cityRole) => fixture.caller('city', { cityId, cityRole }),
    async send(method, path, key, body, more = {}) {
      const answer = await fetch(api.url + path, {
        method,
        headers: {
          ...(key ? { 'x-api-key': key } : {}),
          ...(body ? { 'content-type': 'application/json' } : {}),
          ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
          ...more,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      return { status: answer.status, etag: answer.headers.get('etag'), json };
    },
    async close() {
      await api.close();
      await db.end();
    },
  };
  return fixture;
}
