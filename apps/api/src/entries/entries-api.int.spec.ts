import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import pg from 'pg';
import type { Role } from '#libs/contracts';
import {
  CycleService,
  CyclesModule,
  CyclesOptions,
  cyclesEntities,
  cyclesMigrations,
  guangzhouTemplate,
} from '#libs/cycles';
import { entriesEntities, entriesMigrations } from '#libs/entries';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import {
  HttpModule,
  PlatformModule,
  type RunningHttp,
  createHttpApp,
  listen,
  log,
  openApiDocument,
  platformMigrations,
} from '#libs/platform';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { EntriesApiModule } from './entries-api.module.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const context = { actor: { id: 'service:test' }, cause: 'command:test' };
const acceptance = {
  rulesVersion: '1',
  privacyNoticeVersion: '1',
  language: 'en',
  publication: { summary: true, profile: true, 'full-text': true },
};
const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];

@Module({})
class TestApi {}

describe('entries over HTTP', () => {
  let api: RunningHttp;
  let db: pg.Client;
  let cycleId: string;
  let document: { paths: Record<string, unknown> };
  let keyOf: (role: Role) => Promise<string>;
  let staff: string;

  beforeAll(async () => {
    log.level = 'silent';
    const migrations = [...platformMigrations, ...identityMigrations, ...cyclesMigrations, ...entriesMigrations];
    const database = await createTestDatabase(migrations);
    const signIn = { database, secret: Buffer.alloc(32, 1).toString('base64'), publicUrl: 'http://127.0.0.1' };
    const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities];
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities }),
      HttpModule.forRoot(http),
      IdentityModule.forRoot({ signIn }),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesApiModule,
    ];
    const app = await createHttpApp({ module: TestApi, imports }, http);
    document = openApiDocument(app, { version: '0', url: undefined }) as typeof document;
    api = await listen(app, http);
    db = new pg.Client({ connectionString: database.url });
    await db.connect();
    const identity = app.get(IdentityService);
    keyOf = async (role) => {
      const addresses = [`${randomUUID()}@people.example`];
      const id = await identity.createPerson(context, { name: `A ${role}`, language: 'en', zone: 'UTC', addresses });
      await identity.grantRole(context, id, { role, programme: 'guangzhou' });
      return (await app.get(ApiKeyService).createApiKey(context, id, 'test')).key;
    };
    staff = await keyOf('secretariat');
    const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
    const cycles = app.get(CycleService);
    const draft = await cycles.createDraft(context, { ...template, stages: template.stages.slice(0, 2) });
    cycleId = (await cycles.publish(context, draft.id, draft.version)).id;
    await db.query(`update cycles.stage set state = 'open', opens_at = now() - interval '1 day' where key = 'call'`);
  });
  afterAll(async () => {
    await api?.close();
    await db?.end();
  });

  const send = async (method: string, path: string, key: string | null, body?: object, more: object = {}) => {
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
    return {
      status: answer.status,
      etag: answer.headers.get('etag'),
      json: (await answer.json()) as Record<string, unknown>,
    };
  };
  const registered = async () => {
    const key = await keyOf('city');
    const city = {
      name: `City ${randomUUID()}`,
      countryCode: 'KE',
      kind: 'city',
      region: 'Africa',
      zone: 'Africa/Nairobi',
    };
    const { status, json } = await send('POST', '/v1/cities', key, city);
    expect(status).toBe(201);
    return { key, cityId: json['id'] as string };
  };

  it('a city registers, drafts, saves, submits, and anybody verifies its receipt', async () => {
    const { key, cityId } = await registered();
    const drafted = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId });
    expect([drafted.status, drafted.etag]).toEqual([201, '"1"']);
    const path = `/v1/entries/${drafted.json['id']}`;

    const incomplete = await send('POST', `${path}/submit`, key, acceptance);
    expect(incomplete.status).toBe(422);
    expect(incomplete.json).toMatchObject({
      at: expect.any(String),
      errors: expect.arrayContaining([{ pointer: '/content/title', message: 'is missing' }]),
    });

    const text = { content: completeContent(), contacts };
    expect((await send('PUT', `${path}/content`, key, text)).status).toBe(428);
    const saved = await send('PUT', `${path}/content`, key, text, { 'if-match': '"1"' });
    expect([saved.status, saved.etag]).toEqual([200, '"2"']);
    const stale = await send('PUT', `${path}/content`, key, { content: { title: 'Stale' } }, { 'if-match': '"1"' });
    expect([stale.status, stale.json]).toMatchObject([
      409,
      { version: 2, yours: { title: 'Stale' }, theirs: { content: { title: text.content['title'] } } },
    ]);

    const again = { 'idempotency-key': randomUUID() };
    const submitted = await send('POST', `${path}/submit`, key, acceptance, again);
    expect([submitted.status, submitted.json]).toMatchObject([
      201,
      { version: 1, late: false, deadline: { zone: 'Asia/Shanghai' } },
    ]);
    expect((await send('POST', `${path}/submit`, key, acceptance, again)).json).toEqual(submitted.json);
    expect((await send('POST', `${path}/submit`, key, acceptance)).status).toBe(409);
    const receipt = await send('GET', `/v1/receipts/${submitted.json['receiptId']}`, null);
    expect([receipt.status, receipt.json]).toMatchObject([200, { verifies: true, at: submitted.json['at'] }]);

    expect((await send('GET', path, key)).json).toMatchObject({
      state: 'submitted',
      contacts: [{ name: 'Ana Sample' }],
    });
    expect((await send('GET', `/v1/cycles/${cycleId}/entries?state=submitted`, key)).json['items']).toHaveLength(1);
    expect((await send('GET', `/v1/cycles/${cycleId}/entry-counts`, staff)).json).toMatchObject({
      received: 1,
      valid: 0,
    });
  });

  it('of another city there is nothing to see, whatever is asked', async () => {
    const { key, cityId } = await registered();
    const { key: stranger } = await registered();
    const { json } = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId });
    const path = `/v1/entries/${json['id']}`;
    const asked = [
      send('GET', path, stranger),
      send('PUT', `${path}/content`, stranger, { content: {} }, { 'if-match': '"1"' }),
      send('POST', `${path}/submit`, stranger, acceptance),
      send('POST', `${path}/withdraw`, stranger, {}),
      send('GET', `/v1/cities/${cityId}`, stranger),
      send('POST', `/v1/cycles/${cycleId}/entries`, stranger, { cityId }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 404));
    const anyCity = await keyOf('city');
    expect((await send('GET', `/v1/cycles/${cycleId}/entries`, anyCity)).json).toEqual({ items: [], next: null });
    expect((await send('GET', path, null)).status).toBe(401);
  });

  it('after the close the answer names the deadline; an extension by the secretariat lets one city in', async () => {
    const { key, cityId } = await registered();
    const { json } = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId, content: completeContent() });
    const path = `/v1/entries/${json['id']}`;
    await send('PUT', `${path}/content`, key, { content: completeContent(), contacts }, { 'if-match': '"1"' });
    await db.query(`update cycles.stage set state = 'decided', deadline_at = now() - interval '2 s',
      hard_close_at = now() - interval '1 s', closed_at = now() where key = 'call'`);
    const refused = await send('POST', `${path}/submit`, key, acceptance);
    expect([refused.status, refused.json]).toMatchObject([
      409,
      { type: expect.stringMatching(/deadline-passed$/), at: expect.any(String), deadline: { zone: 'Asia/Shanghai' } },
    ]);
    const until = new Date(Date.now() + 60_000).toISOString();
    const extension = { stageKey: 'call', target: { cityId }, until, reasonCode: 'power-cut', reasonText: 'No power.' };
    expect((await send('POST', `/v1/cycles/${cycleId}/extensions`, key, extension)).status).toBe(403);
    const granted = await send('POST', `/v1/cycles/${cycleId}/extensions`, staff, extension);
    expect([granted.status, granted.json]).toMatchObject([201, { cityId, entryId: null, until }]);
    expect((await send('GET', `/v1/cycles/${cycleId}/extensions`, staff)).json['items']).toHaveLength(1);
    expect((await send('POST', `${path}/submit`, key, acceptance)).json).toMatchObject({ late: true });

    await db.query(`update cycles.stage set state = 'open' where key = 'eligibility'`);
    const queue = `/v1/cycles/${cycleId}/stages/eligibility/eligibility`;
    const { json: open } = await send('GET', `${queue}?unchecked=true&limit=1`, staff);
    expect(open).toMatchObject({ items: [{ rulesOutcome: 'valid', verdict: null }], next: expect.any(String) });
    const check = `${queue}/${json['id']}/checks`;
    expect((await send('POST', check, staff, { outcome: 'invalid', version: 1 })).status).toBe(422);
    expect((await send('POST', check, key, { outcome: 'valid', version: 1 })).status).toBe(403);
    const checked = await send('POST', check, staff, { outcome: 'valid', version: 1 });
    expect([checked.status, checked.json]).toMatchObject([201, { verdict: { outcome: 'valid', overridden: false } }]);
    const erasure = { pointer: '/outcomes/results', reasonCode: 'asked-for', reasonText: 'Somebody asked us to.' };
    expect((await send('POST', `${path}/erasures`, staff, erasure)).json).toMatchObject({ versions: 1 });
  });

  it('is described, every route with its roles', () => {
    const paths = Object.keys(document.paths).filter((path) => path.startsWith('/v1/') && !path.includes('people'));
    expect(paths).toEqual(
      expect.arrayContaining(['/v1/cities', '/v1/entries/{entryId}/submit', '/v1/receipts/{receiptId}']),
    );
  });
});
