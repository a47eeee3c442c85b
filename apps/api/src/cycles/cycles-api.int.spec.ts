import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { stringify } from 'yaml';
import type { Role } from '#libs/contracts';
import { CyclesModule, CyclesOptions, cyclesEntities, cyclesMigrations, guangzhouTemplate } from '#libs/cycles';
import { EntriesModule, entriesEntities, entriesMigrations } from '#libs/entries';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import { JudgingModule, judgingEntities, judgingMigrations } from '#libs/judging';
import {
  HttpModule,
  PlatformModule,
  type RunningHttp,
  TemporalClientModule,
  createHttpApp,
  listen,
  log,
  platformMigrations,
} from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { createTestNamespace } from '../../../../test/support/test-namespace.js';
import { CyclesApiModule } from './cycles-api.module.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const context = { actor: { id: 'service:test' }, cause: 'command:test' };
const definition = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
const reason = { code: 'test' };

/** An answer's body, as far as these tests look into it. */
interface Json {
  [key: string]: unknown;
  id: string;
  href: string;
  next: string | null;
  items: { id: string; key: string }[];
  problems: { pointer: string }[];
  definition: { form: unknown };
}

@Module({})
class TestApi {}

describe('cycles over HTTP', () => {
  let api: RunningHttp;
  let keyOf: (role: Role, programme: string) => Promise<string>;
  let staff: string;

  beforeAll(async () => {
    log.level = 'silent';
    const migrations = [platformMigrations, identityMigrations, cyclesMigrations, entriesMigrations, judgingMigrations];
    const database = await createTestDatabase(migrations.flat());
    const signIn = { database, secret: Buffer.alloc(32, 1).toString('base64'), publicUrl: 'http://127.0.0.1' };
    const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities }),
      HttpModule.forRoot(http),
      IdentityModule.forRoot({ signIn }),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesModule,
      JudgingModule.forRoot(),
      TemporalClientModule.forRoot(await createTestNamespace()),
      CyclesApiModule,
    ];
    const app = await createHttpApp({ module: TestApi, imports }, http);
    api = await listen(app, http);
    const identity = app.get(IdentityService);
    keyOf = async (role, programme) => {
      const addresses = [`${randomUUID()}@people.example`];
      const id = await identity.createPerson(context, { name: `A ${role}`, language: 'en', zone: 'UTC', addresses });
      await identity.grantRole(context, id, { role, programme });
      return (await app.get(ApiKeyService).createApiKey(context, id, 'test')).key;
    };
    staff = await keyOf('secretariat', 'guangzhou');
  }, 60_000);
  afterAll(() => api?.close());

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
    return { status: answer.status, etag: answer.headers.get('etag'), json: (await answer.json()) as Json };
  };
  const get = (path: string, key: string | null = null) => send('GET', path, key);
  const drafted = async (): Promise<string> => (await send('POST', '/v1/cycles', staff, { definition })).json.id;
  const published = async (): Promise<string> => {
    const id = await drafted();
    await send('POST', `/v1/cycles/${id}/publish`, staff, undefined, { 'if-match': '"1"' });
    return id;
  };

  it('checks the shipped template without keeping it, and names every problem of another', async () => {
    const sound = await send('POST', '/v1/cycles/check', staff, { definition: stringify(definition) });
    expect(sound).toMatchObject({ status: 200, json: { sound: true, problems: [], digest: expect.any(String) } });
    expect(sound.json.definition.form).toMatchObject({ type: 'object' });
    const broken = { ...definition, zone: 'CST', colour: 'red', stages: definition.stages.slice(0, 3) };
    broken.stages[2] = { ...broken.stages[2]!, settings: { quotas: { shortlisted: 0 } } };
    const { json } = await send('POST', '/v1/cycles/check', staff, { definition: broken });
    expect(json).toMatchObject({ sound: false, definition: null, digest: null });
    expect(json.problems.map(({ pointer }) => pointer)).toEqual([
      '/zone',
      '/colour',
      '/stages/2/settings/quotas/shortlisted',
    ]);
    expect((await send('POST', '/v1/cycles', staff, { definition: broken })).json).toMatchObject({
      status: 422,
      errors: [{ pointer: '/definition/zone', allowed: expect.stringContaining('Asia/Shanghai') }, {}, {}],
    });
  });

  it('drafts, replaces by ETag and publishes; the secretariat of another programme can do none of it', async () => {
    const draft = await send('POST', '/v1/cycles', staff, { definition });
    expect(draft).toMatchObject({ status: 201, etag: '"1"', json: { status: 'draft', programme: 'guangzhou' } });
    const path = `/v1/cycles/${draft.json.id}`;
    const others = await keyOf('secretariat', 'other-award');
    expect((await send('POST', '/v1/cycles', others, { definition })).status).toBe(403);
    expect((await send('PUT', path, others, { definition }, { 'if-match': '"1"' })).status).toBe(403);
    expect((await send('PUT', path, staff, { definition })).status).toBe(428);
    const renamed = { ...definition, title: 'Renamed' };
    expect(await send('PUT', path, staff, { definition: renamed }, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      etag: '"2"',
      json: { title: 'Renamed' },
    });
    expect((await send('PUT', path, staff, { definition }, { 'if-match': '"1"' })).status).toBe(409);

    expect((await get(path)).status).toBe(404);
    expect((await get(path, others)).status).toBe(404);
    expect(await get(path, staff)).toMatchObject({ status: 200, etag: '"2"' });
    expect((await send('POST', `${path}/publish`, staff, undefined, { 'if-match': '"2"' })).json).toMatchObject({
      status: 'published',
      revision: 1,
    });
    expect((await get(path)).json).toMatchObject({ status: 'published' });
    expect((await get(`${path}/definition`)).json).toMatchObject({ revision: 1, definition: { title: 'Renamed' } });
  });

  it('lists published cycles to everybody and drafts to their staff, page by page', async () => {
    const [draft, open] = [await drafted(), await published()];
    const all = async (key: string | null) => {
      const ids: string[] = [];
      for (let next: string | null = ''; next !== null;) {
        const page = await get(`/v1/cycles?limit=2${next && `&cursor=${next}`}`, key);
        ids.push(...page.json.items.map(({ id }) => id));
        next = page.json.next;
      }
      return ids;
    };
    const shown = await all(staff);
    expect(shown.slice(0, 2)).toEqual([open, draft]);
    expect(new Set(shown).size).toBe(shown.length);
    const seen = await all(null);
    expect(seen).toContain(open);
    expect(seen).not.toContain(draft);
  });

  it('shows the calendar to everybody and who owes what to the staff', async () => {
    const id = await published();
    const { json } = await get(`/v1/cycles/${id}/stages`);
    expect(json.items.map(({ key }) => key)).toEqual(['call', 'eligibility', 'screening', 'jury', 'ceremony']);
    expect(json.items[0]).toMatchObject({
      state: 'scheduled',
      opens: { zone: 'Asia/Shanghai' },
      next: { what: 'opens' },
    });
    expect((await get(`/v1/cycles/${id}/status`)).status).toBe(401);
    expect((await get(`/v1/cycles/${id}/status`, staff)).json).toMatchObject({
      cycle: { id },
      next: { stageKey: 'call', what: 'opens' },
      attention: [],
    });
  });

  it('refuses a command with the reason, and takes on what no worker answers', async () => {
    const id = await published();
    const stages = `/v1/cycles/${id}/stages`;
    expect((await send('POST', `${stages}/jury/open`, staff, { reason })).json).toMatchObject({
      type: expect.stringMatching(/conflict$/),
      detail: '"Jury" waits for the decision of "Technical screening" (scheduled).',
    });
    expect((await send('POST', `${stages}/jury/open`, staff, {})).status).toBe(400);
    expect((await send('POST', `${stages}/final/open`, staff, { reason })).status).toBe(404);
    expect((await send('POST', `/v1/cycles/${await drafted()}/cancel`, staff, { reason })).status).toBe(409);

    const key = randomUUID();
    const taken = await send('POST', `${stages}/call/open`, staff, { reason }, { 'idempotency-key': key });
    expect(taken).toMatchObject({
      status: 202,
      json: { id: key, href: `/v1/commands/${key}`, state: 'pending', answer: null },
    });
    expect((await get(taken.json.href, staff)).json).toMatchObject({
      state: 'pending',
      name: 'open',
      stageKey: 'call',
    });
    expect((await get(taken.json.href, await keyOf('organiser', 'other-award'))).status).toBe(404);
  }, 30_000);
});
