import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Role } from '#libs/contracts';
import { CyclesModule, CyclesOptions, StageService, cyclesEntities } from '#libs/cycles';
import {
  CityService,
  EntriesModule,
  EntryService,
  SectionService,
  SubmitService,
  entriesEntities,
} from '#libs/entries';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities } from '#libs/identity';
import { JudgingModule, judgingEntities } from '#libs/judging';
import {
  CYCLE_CHANNEL,
  EventStreams,
  EventsModule,
  HttpModule,
  NotificationListener,
  PlatformModule,
  type RunningHttp,
  createHttpApp,
  listen,
  log,
} from '#libs/platform';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { eventually } from '../../../../test/support/event-lab.js';
import { StreamClient } from '../../../../test/support/event-stream.js';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { ProgressApiModule } from './progress-api.module.js';
import { ProgressWatch } from './progress-watch.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const context = { actor: { id: 'service:test' }, cause: 'command:test' };
const BEAT_MS = 400;

interface Picture {
  id: string;
  stages: { key: string; state: string; counts: { what: string; count: number }[] }[];
}

@Module({})
class TestApi {}

describe('how far a cycle is, over HTTP', () => {
  let fixture: JudgingFixture;
  let app: NestFastifyApplication;
  let api: RunningHttp;
  let path: string;
  let keys: Record<'staff' | 'auditor', { personId: string; id: string; key: string }>;
  const clients: StreamClient[] = [];

  const start = async () => {
    const { database } = fixture;
    const signIn = { database, secret: Buffer.alloc(32, 1).toString('base64'), publicUrl: 'http://127.0.0.1' };
    const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities }),
      HttpModule.forRoot(http, { perPerson: 2, beatMs: BEAT_MS }),
      EventsModule.forRoot({ app: 'api', database, kafka: { brokers: ['127.0.0.1:1'], prefix: '' } }),
      IdentityModule.forRoot({ signIn }),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesModule,
      JudgingModule.forRoot(),
      ProgressApiModule,
    ];
    const made = await createHttpApp({ module: TestApi, imports }, http);
    return { made, running: await listen(made, http) };
  };
  const keyOf = async (role: Role) => {
    const addresses = [`${randomUUID()}@people.example`];
    const identity = app.get(IdentityService);
    const personId = await identity.createPerson(context, { name: role, language: 'en', zone: 'UTC', addresses });
    await identity.grantRole(context, personId, { role, programme: 'guangzhou' });
    return { personId, ...(await app.get(ApiKeyService).createApiKey(context, personId, 'test')) };
  };
  const watch = async (key: string, headers = {}, at = api.url) => {
    const client = await StreamClient.connect(`${at}${path}/events`, { 'x-api-key': key, ...headers });
    clients.push(client);
    return client;
  };
  const countIn = ({ stages }: Picture, what: string) => stages[0]!.counts.find((each) => each.what === what)?.count;
  const pictureWith =
    (holds: (picture: Picture) => boolean) =>
    ({ name, data }: { name: string | null; data: unknown }) =>
      name === 'progress' && holds(data as Picture);

  beforeAll(async () => {
    log.level = 'silent';
    fixture = await openJudgingFixture({ countries: [] });
    ({ made: app, running: api } = await start());
    path = `/v1/cycles/${fixture.cycleId}/progress`;
    keys = { staff: await keyOf('secretariat'), auditor: await keyOf('auditor') };
  });
  beforeEach(async () => {
    for (const client of clients.splice(0)) client.leave();
    await eventually(() => app.get(EventStreams).size === 0, 'no stream is open');
  });
  afterAll(async () => {
    for (const client of clients) client.leave();
    await api?.close();
    await fixture?.close();
  });

  it('is for the staff of the cycle', async () => {
    const expert = await keyOf('city');
    const statuses = await Promise.all(
      [path, `${path}/events`].flatMap((at) =>
        [undefined, expert.key].map(async (key) => {
          const answer = await fetch(api.url + at, { headers: key ? { 'x-api-key': key } : {} });
          return answer.status;
        }),
      ),
    );
    expect(statuses).toEqual([401, 403, 401, 403]);
    const elsewhere = `${api.url}/v1/cycles/${randomUUID()}/progress`;
    for (const at of [elsewhere, `${elsewhere}/events`])
      expect((await fetch(at, { headers: { 'x-api-key': keys.staff.key } })).status).toBe(404);
    expect([app.get(EventStreams).size, app.get(ProgressWatch).size]).toEqual([0, 0]);
  });

  it('is there at once, the same as asked for once, with its id, unbuffered', async () => {
    const client = await watch(keys.staff.key);
    expect(client.response.status).toBe(200);
    expect(client.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(client.response.headers.get('x-accel-buffering')).toBe('no');
    const { id, data } = await client.until(({ name }) => name === 'progress');
    const asked = (await (await fetch(api.url + path, { headers: { 'x-api-key': keys.staff.key } })).json()) as Picture;
    expect(id).toBe(asked.id);
    expect((data as Picture).stages).toEqual(asked.stages);
    await client.until(({ name, data: nothing }) => name === null && nothing === null);
    const again = await watch(keys.staff.key, { 'last-event-id': id! });
    expect((await again.until(({ name }) => name === 'progress')).id).toBe(id);
  });

  it('shows an opening and an entry, committed by other processes, to all who watch, by what the database says', async () => {
    const [one, two] = [await watch(keys.staff.key), await watch(keys.auditor.key)];
    await Promise.all([one, two].map((client) => client.until(({ name }) => name === 'progress')));
    // One is read for both.
    expect([app.get(EventStreams).size, app.get(ProgressWatch).size]).toEqual([2, 1]);
    const said: string[] = [];
    app.get(NotificationListener).on(CYCLE_CHANNEL, (cycleId) => said.push(cycleId));
    const seen = async (what: string, change: () => Promise<unknown>, holds: (picture: Picture) => boolean) => {
      said.length = 0;
      await change();
      await eventually(() => said.includes(fixture.cycleId), `the database says that the cycle has changed (${what})`);
      const [first, second] = await Promise.all([one, two].map((client) => client.until(pictureWith(holds))));
      expect(first).toEqual(second);
    };
    const command = { commandId: randomUUID(), actorId: fixture.staff.actor.id, reason: { code: 'test' } };
    const ref = { cycleId: fixture.cycleId, stageKey: 'call' };
    const opening = () =>
      fixture.worker.get(StageService).open(context, ref, new Date().toISOString(), command as never);
    await seen('opening', opening, ({ stages }) => stages[0]!.state === 'open');

    const city = await fixture.person('city');
    const given = { countryCode: 'KE', kind: 'city', region: 'Africa', population: 1_000_000, zone: 'Africa/Nairobi' };
    const { id: cityId } = await fixture.api
      .get(CityService)
      .register(city, { name: 'Nakuru', ...given } as never, PRIVACY);
    city.principal!.grants.push({ role: 'city', programme: 'guangzhou', cycleId: null, cityId, cityRole: 'owner' });
    const entries = fixture.api.get(EntryService);
    let id = '';
    const drafting = async () => {
      const content = completeContent();
      const { id: made } = await entries.draft(city, fixture.cycleId, { cityId, content });
      const contacts = [{ name: 'Ana Sample', office: null, email: 'ana@city.example', phone: null }];
      await fixture.api.get(SectionService).saveContacts(city, made, 1, contacts);
      id = made;
    };
    await seen('draft', drafting, (picture) => countIn(picture, 'draft') === 1);
    const publication = { summary: true, profile: true, 'full-text': false };
    const acceptance = { rulesVersion: '1', privacyNoticeVersion: '1', language: 'en', publication };
    const submitting = () => fixture.api.get(SubmitService).submit(city, id, acceptance);
    await seen('submit', submitting, (picture) => countIn(picture, 'submitted') === 1);
    const picture = await fetch(api.url + path, { headers: { 'x-api-key': keys.auditor.key } });
    const [call, ...others] = ((await picture.json()) as { stages: { intake: unknown }[] }).stages;
    expect(call!.intake).toEqual({
      byRegion: [{ region: 'Africa', drafts: 0, submitted: 1 }],
      byDay: [{ day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), submitted: 1 }],
      expected: { count: null, source: 'not-known', of: [] },
    });
    expect(others.map(({ intake }) => intake)).toEqual(others.map(() => null));
  });

  it('ends with the newest of many changes', async () => {
    const client = await watch(keys.staff.key);
    await client.until(({ name }) => name === 'progress');
    const attention = (detail: string) =>
      fixture.db.query(
        `insert into cycles.attention (workflow_id, code, cycle_id, detail, raised_at) values ('test', 'test', $1, $2, now())
         on conflict (workflow_id, code) do update set detail = excluded.detail`,
        [fixture.cycleId, detail],
      );
    for (let n = 1; n <= 25; n++) {
      await attention(`change ${n}`);
      await fixture.db.query(`select pg_notify('cycle_changed', $1)`, [fixture.cycleId]);
    }
    await client.until(pictureWith((picture) => JSON.stringify(picture).includes('change 25')));
    expect(JSON.stringify(client.events.at(-1))).toContain('change 25');
  });

  it('frees everything when a client goes away', async () => {
    const client = await watch(keys.staff.key);
    await client.until(({ name }) => name === 'progress');
    expect([app.get(EventStreams).size, app.get(ProgressWatch).size]).toEqual([1, 1]);
    client.leave();
    await eventually(() => app.get(EventStreams).size === 0 && app.get(ProgressWatch).size === 0, 'all is free');
    const head = await fetch(`${api.url}${path}/events`, { method: 'HEAD', headers: { 'x-api-key': keys.staff.key } });
    expect(head.status).toBe(200);
    await eventually(() => app.get(EventStreams).size === 0 && app.get(ProgressWatch).size === 0, 'all is free');
  });

  it('lets a person have so many streams and no more', async () => {
    const [one] = [await watch(keys.staff.key), await watch(keys.staff.key)];
    const refused = await watch(keys.staff.key);
    expect([refused.response.status, refused.response.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await watch(keys.auditor.key)).response.status).toBe(200);
    one.leave();
    await eventually(async () => (await watch(keys.staff.key)).response.status === 200, 'there is room again');
  });

  it('ends when the key is revoked or the role is gone, and lets the client in no more', async () => {
    const [leaving, losing] = [await keyOf('secretariat'), await keyOf('organiser')];
    const [one, two] = [await watch(leaving.key), await watch(losing.key)];
    await Promise.all([one, two].map((client) => client.until(({ name }) => name === 'progress')));
    await app.get(ApiKeyService).revokeApiKey(context, leaving.personId, leaving.id);
    expect(await one.ended).toBe('ended');
    await fixture.db.query('update identity.role_grant set revoked_at = now() where person_id = $1', [losing.personId]);
    expect(await two.ended).toBe('ended');
    expect([(await watch(leaving.key)).response.status, (await watch(losing.key)).response.status]).toEqual([401, 403]);
  });

  it('ends by its own word when the server stops, which waits for nobody who watches', async () => {
    const { made, running } = await start();
    const client = await watch(keys.staff.key, {}, running.url);
    await client.until(({ name }) => name === 'progress');
    expect(made.get(EventStreams).size).toBe(1);
    await running.close();
    // One that is not ended is broken off with every other connection, when the longest request is over.
    expect(await client.ended).toBe('ended');
    expect(made.get(EventStreams).size).toBe(0);
  });
});
