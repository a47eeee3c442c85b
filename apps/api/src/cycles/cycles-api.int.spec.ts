import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import pg from 'pg';
import { stringify } from 'yaml';
import type { Role } from '#libs/contracts';
import { CyclesModule, CyclesOptions, cyclesEntities, cyclesMigrations, guangzhouTemplate } from '#libs/cycles';
import { EntriesModule, entriesEntities, entriesMigrations } from '#libs/entries';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import { JudgingModule, judgingEntities, judgingMigrations } from '#libs/judging';
import {
  EventsModule,
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
import { plainIn } from '../../../../test/words/plain-english.js';
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
  let keyOf: (role: Role, programme: string, cycleId?: string) => Promise<string>;
  let staff: string;
  let client: pg.Client;

  beforeAll(async () => {
    log.level = 'silent';
    const migrations = [platformMigrations, identityMigrations, cyclesMigrations, entriesMigrations, judgingMigrations];
    const database = await createTestDatabase(migrations.flat());
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
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
      EventsModule.forRoot({ app: 'api', database, kafka: { brokers: ['127.0.0.1:1'], prefix: '' } }),
      CyclesApiModule,
    ];
    const app = await createHttpApp({ module: TestApi, imports }, http);
    api = await listen(app, http);
    const identity = app.get(IdentityService);
    keyOf = async (role, programme, cycleId) => {
      const addresses = [`${randomUUID()}@people.example`];
      const id = await identity.createPerson(context, { name: `A ${role}`, language: 'en', zone: 'UTC', addresses });
      await identity.grantRole(context, id, { role, programme, ...(cycleId && { cycleId }) });
      return (await app.get(ApiKeyService).createApiKey(context, id, 'test')).key;
    };
    staff = await keyOf('secretariat', 'guangzhou');
  });
  afterAll(async () => {
    await api?.close();
    await client?.end();
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
      detail: expect.stringContaining('It waits for the decision of "Technical screening" (scheduled).'),
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
  });

  it('says the refusal that a command has stored in the words of whoever reads it', async () => {
    const key = randomUUID();
    const address = `/v1/cycles/${await published()}/stages/jury/open`;
    const pseudo = { 'accept-language': 'en-XA' };
    const english = await send('POST', address, staff, { reason }, { 'idempotency-key': key });
    const again = await send('POST', address, staff, { reason }, { 'idempotency-key': key, ...pseudo });
    expect([english.status, again.status]).toEqual([409, 409]);
    const { title, detail, action, possible } = english.json as Record<string, string>;
    expect(detail).toMatch(/^Stage "jury" cannot be opened\. It is scheduled and opens at /);
    // The title of a stage is what people wrote; all else comes from the words.
    const said = again.json as Record<string, string>;
    expect([said['title'], said['detail'], said['action']].flatMap((text) => plainIn(text!))).toEqual([
      'Technical screening',
    ]);
    expect(said['possible']).toEqual(possible);

    const stored = async (more: object = {}) => {
      const { json } = await send('GET', `/v1/commands/${key}`, staff, undefined, more);
      return json['answer'] as Record<string, unknown>;
    };
    expect(await stored()).toMatchObject({ title, detail, action });
    expect(await stored(pseudo)).toMatchObject({
      title: said['title'],
      detail: said['detail'],
      action: said['action'],
    });
    expect(await stored(pseudo)).not.toHaveProperty('said');

    // An earlier release stored the English text alone.
    await client.query("update cycles.command set answer = answer - 'said' where id = $1", [key]);
    expect(await stored(pseudo)).toMatchObject({ title: said['title'], detail });
    const old = await send('POST', address, staff, { reason }, { 'idempotency-key': key, ...pseudo });
    expect(old).toMatchObject({ status: 409, json: { detail } });
    expect(old.json).not.toHaveProperty('said');
  });

  it('says what is not there and what is not valid in the words of whoever asks', async () => {
    const pseudo = { 'accept-language': 'en-XA' };
    const { json: nothing } = await send('GET', '/v1/nothing', staff, undefined, pseudo);
    expect(nothing['detail']).toBe('Ĉààňňööť GET /v1/nothing');
    const { json: unread } = await send('GET', '/v1/cycles?limit=many', staff, undefined, pseudo);
    const [error] = unread['errors'] as Record<string, string>[];
    expect(Object.keys(error!).toSorted()).toEqual(['allowed', 'in', 'message', 'pointer']);
    expect(
      [unread['title'], unread['detail'], error!['message'], error!['allowed']].flatMap((text) =>
        plainIn(String(text)),
      ),
    ).toEqual([]);
    const { json: empty } = await send('POST', `/v1/cycles/${randomUUID()}/cancel`, staff, {}, pseudo);
    expect(empty).toMatchObject({ errors: [{ pointer: '/reason', message: expect.not.stringMatching(/missing/) }] });
  });

  it('takes a past edition from its secretariat, shows it to everybody with its sources, and runs nothing of it', async () => {
    const source = 'https://award.example/2012';
    const document = {
      programme: definition.programme,
      edition: randomUUID().slice(0, 8),
      year: 2012,
      title: 'A past edition',
      zone: 'Asia/Shanghai',
      stages: [{ type: 'ceremony', from: '2012-11' }],
      results: [{ city: 'Vienna', country: 'AT', tier: 'winner', sources: [source] }],
      sources: [source],
      licence: 'Facts only.',
    };
    const check = await send('POST', '/v1/cycles/history/check', staff, { document });
    expect(check.json).toMatchObject({ sound: true, change: 'new', cycleId: null, revision: 1 });
    const broken = { ...document, year: 'long ago', results: [{}] };
    const { json: refused } = await send('POST', '/v1/cycles/history/check', staff, { document: broken });
    expect(refused).toMatchObject({ sound: false, change: null, document: null });
    expect(refused.problems.map(({ pointer }) => pointer)).toEqual([
      '/year',
      '/results/0/city',
      '/results/0/country',
      '/results/0/tier',
    ]);
    expect((await send('POST', '/v1/cycles/history', staff, { document: broken })).status).toBe(422);
    expect((await send('POST', '/v1/cycles/history', await keyOf('organiser', 'guangzhou'), { document })).status).toBe(
      403,
    );
    const others = await keyOf('secretariat', 'other-award');
    expect((await send('POST', '/v1/cycles/history', others, { document })).status).toBe(403);

    const entered = await send('POST', '/v1/cycles/history', staff, { document: stringify(document) });
    expect(entered).toMatchObject({ status: 200, json: { change: 'new', cycle: { status: 'history', revision: 1 } } });
    const { id } = entered.json['cycle'] as { id: string };
    const better = { ...document, title: 'Better known' };
    expect((await send('POST', '/v1/cycles/history', staff, { document: better })).json['change']).toBe('corrected');
    const path = `/v1/cycles/${id}`;
    expect((await get(`${path}/history`)).json).toMatchObject({
      revision: 2,
      document: { title: 'Better known', results: [{ sources: [source] }] },
      revisions: [{ revision: 1 }, { revision: 2 }],
    });
    expect((await get(`${path}/history?revision=1`)).status).toBe(403);
    expect((await get(`${path}/history?revision=1`, staff)).json).toMatchObject({
      document: { title: document.title },
    });
    expect((await get('/v1/cycles?status=history')).json.items).toMatchObject([{ id, title: 'Better known' }]);

    expect((await get(`${path}/stages`)).json.items).toEqual([]);
    expect((await get(`${path}/status`, staff)).json).toMatchObject({ stages: [], next: null });
    for (const [other, status] of Object.entries({ definition: 404, history: 200 }))
      expect([other, (await get(`${path}/${other}`)).status]).toEqual([other, status]);
    expect((await get(`/v1/cycles/${await published()}/history`)).status).toBe(404);
    const cancel = await send('POST', `${path}/cancel`, staff, { reason });
    expect([cancel.status, cancel.json['detail']]).toEqual([
      409,
      'The cycle cannot be cancelled: it is the history of a past edition.',
    ]);
    expect((await send('PUT', path, staff, { definition }, { 'if-match': '"2"' })).status).toBe(409);
  });

  it('previews and proposes an amendment, for the staff; a juror may propose nothing but a method', async () => {
    const id = await published();
    await keyOf('organiser', 'guangzhou');
    const { json } = await get(`/v1/cycles/${id}/definition`);
    const change = (title: string) => ({ definition: { ...json.definition, title }, baseRevision: 1 });
    const amendments = `/v1/cycles/${id}/amendments`;
    expect((await send('POST', `${amendments}/preview`, staff, change('Renamed'))).json).toMatchObject({
      kind: 'definition',
      number: 1,
      changes: [{ pointer: '/title', to: 'Renamed' }],
      moves: [],
      problems: [],
      told: ['amendment-to-sign', 'cycle-amended'].map((kind) => ({
        kind,
        stageKey: null,
        count: expect.any(Number),
        names: expect.arrayContaining(['A secretariat', 'A organiser']),
      })),
    });
    const zone = { definition: { ...json.definition, zone: 'UTC' }, baseRevision: 1, reason };
    expect((await send('POST', `${amendments}/preview`, staff, { ...zone, reason: undefined })).json).toMatchObject({
      problems: [{ pointer: '/zone' }],
    });
    expect((await send('POST', amendments, staff, zone)).json).toMatchObject({
      status: 422,
      errors: [{ pointer: '/definition/zone' }],
    });
    const proposed = await send('POST', amendments, staff, { ...change('Renamed'), reason });
    expect(proposed).toMatchObject({ status: 201, json: { state: 'proposed', signaturesNeeded: 2, signatures: [] } });
    const juror = await keyOf('juror', 'guangzhou', id);
    const own = { ...change('Renamed'), reason };
    expect((await send('POST', amendments, juror, own)).json).toMatchObject({
      status: 403,
      detail: expect.stringContaining('proposes its method only'),
    });
    expect((await send('POST', amendments, juror, { ...own, adoptsMethodOf: 'jury' })).json).toMatchObject({
      status: 409,
      detail: expect.stringContaining('is not left to its panel'),
    });
    expect((await get(amendments)).status).toBe(401);
    expect((await get(amendments, staff)).json.items).toMatchObject([{ id: proposed.json.id }]);
    const path = `${amendments}/${proposed.json.id}`;
    expect((await get(`${path}/definition`, staff)).json).toMatchObject({ definition: { title: 'Renamed' } });
    expect((await send('POST', `${path}/withdraw`, staff, { reason })).json).toMatchObject({ state: 'withdrawn' });
    expect((await get(`${amendments}/${randomUUID()}`, staff)).status).toBe(404);
  });

  it('previews what an extension moves and who is told, and takes the shift only with that preview', async () => {
    const id = await published();
    const { json } = await get(`/v1/cycles/${id}/stages`);
    const [call] = json.items as unknown as { deadline: { utc: string } }[];
    const deadlineAt = new Date(Date.parse(call!.deadline.utc) + 40 * 86_400_000).toISOString();
    const deadline = `/v1/cycles/${id}/stages/call/deadline`;
    expect((await send('POST', `${deadline}/preview`, staff, { deadlineAt })).json).toMatchObject({
      status: 422,
      errors: [{ pointer: '/deadlineAt', allowed: expect.stringContaining('or move what follows along') }],
      firstPossible: expect.any(String),
    });
    const preview = await send('POST', `${deadline}/preview`, staff, { deadlineAt, shiftFollowing: true });
    expect(preview.json).toMatchObject({
      moves: [{}, {}, {}, {}, {}],
      told: [{ kind: 'deadline-to-countersign', names: expect.not.arrayContaining(['A secretariat']) }],
    });
    expect((await send('POST', deadline, staff, { deadlineAt, reason, shiftFollowing: true })).status).toBe(400);
    const shiftFollowing = { preview: preview.json['digest'] };
    expect((await send('POST', deadline, staff, { deadlineAt, reason, shiftFollowing })).status).toBe(202);
  });

  it('previews every command as it would be refused or carried out, and changes nothing', async () => {
    const id = await published();
    const path = `/v1/cycles/${id}/commands/preview`;
    const preview = (command: string, more: object = {}) => send('POST', path, staff, { command, ...more });
    const open = await preview('open', { stageKey: 'call' });
    expect(open).toMatchObject({
      status: 200,
      json: {
        now: { zone: 'Asia/Shanghai' },
        stages: [
          {
            stageKey: 'call',
            state: { from: 'scheduled', to: 'open' },
            opens: { from: { utc: expect.any(String), local: expect.stringContaining('+08:00') }, to: {} },
            owing: 'due',
          },
        ],
        told: [],
      },
    });
    expect((await preview('open', { stageKey: 'eligibility' })).json['detail']).toContain('waits for the decision');
    expect((await preview('close', { stageKey: 'call' })).json['detail']).toContain('It is scheduled');
    expect((await preview('release', { stageKey: 'jury', audience: 'public' })).status).toBe(409);
    const deadlineAt = new Date().toISOString();
    expect((await preview('reopen', { stageKey: 'call', deadlineAt })).json['detail']).toContain('cannot be reopened');
    expect((await preview('open', { stageKey: 'nowhere' })).status).toBe(404);
    const pause = await preview('pause');
    expect(pause.json).toMatchObject({
      told: [{ kind: 'cycle-paused', names: expect.arrayContaining(['A secretariat']) }],
    });
    const cancel = await preview('cancel');
    const kept = { from: 'scheduled', to: 'cancelled' };
    expect(cancel.json['stages']).toMatchObject(definition.stages.map(({ key }) => ({ stageKey: key, state: kept })));
    expect((await send('POST', path, await keyOf('juror', 'guangzhou', id), { command: 'cancel' })).status).toBe(403);
    expect((await get(`/v1/cycles/${id}`)).json).toMatchObject({ status: 'published', pausedAt: null });
  });
});
