import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { EntriesModule, entriesEntities } from '#libs/entries';
import { ApiKeyService, IdentityModule, identityEntities } from '#libs/identity';
import { DecisionService, judgingEntities } from '#libs/judging';
import {
  HttpModule,
  PlatformModule,
  type RequestContext,
  type RunningHttp,
  createHttpApp,
  listen,
  log,
} from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { testFiles } from '../../../../test/support/test-files.js';
import { AttachmentsApiModule } from '../entries/attachments-api.module.js';
import { JudgesCopiesApiModule } from './judges-copies-api.module.js';
import { JudgingApiModule } from './judging-api.module.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const CRITERIA = ['innovation', 'effectiveness', 'context', 'replicability', 'relevance'];
const scores = (value: number) => Object.fromEntries(CRITERIA.map((key) => [key, value]));

@Module({})
class TestApi {}

/** What the answers of these routes have of what is looked at here. */
interface Json {
  [field: string]: unknown;
  errors: { pointer: string }[];
  outcomes: { entryId: string; outcome: string }[];
  adjustments: unknown[];
  tiers: { entries: unknown[] }[];
  entries: { id: string }[];
}
interface Answer<Body = Json> {
  status: number;
  etag: string | null;
  json: Body;
}
type Own = { id: string; entryId: string; state: string };

describe('judging over HTTP', () => {
  let fixture: JudgingFixture;
  let api: RunningHttp;
  let keyOf: (who: RequestContext) => Promise<string>;
  let decisions: DecisionService;
  let people: Record<'staff' | 'organiser' | 'auditor' | 'city' | 'chair' | 'expert' | 'juror', string>;
  let chair: RequestContext;

  beforeAll(async () => {
    log.level = 'silent';
    fixture = await openJudgingFixture({
      countries: ['KE', 'ES', 'BR'],
      screening: { reviewsPerEntry: 2, quotas: { shortlisted: 2, deserving: 1 } },
      complaints: { screening: { window: 'P14D', handledBy: ['organiser'], publish: 'count' } },
    });
    decisions = fixture.worker.get(DecisionService);
    const signIn = {
      database: fixture.database,
      secret: Buffer.alloc(32, 1).toString('base64'),
      publicUrl: 'http://127.0.0.1',
    };
    const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];
    const attachments = AttachmentsApiModule.forRoot(testFiles());
    const imports = [
      PlatformModule.forRoot({ app: 'api', database: fixture.database, entities }),
      HttpModule.forRoot(http),
      IdentityModule.forRoot({ signIn }),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesModule,
      JudgingApiModule,
      attachments,
      JudgesCopiesApiModule.forRoot(attachments),
    ];
    const app = await createHttpApp({ module: TestApi, imports }, http);
    api = await listen(app, http);
    keyOf = async (who) => (await app.get(ApiKeyService).createApiKey(who, who.actor.id, 'test')).key;
    chair = await fixture.seat(fixture.screening, 'chair');
    people = {
      staff: await keyOf(fixture.staff),
      organiser: await keyOf(await fixture.person('organiser')),
      auditor: await keyOf(await fixture.person('auditor')),
      city: await keyOf(await fixture.person('city', { cityId: fixture.entries[0]!.cityId })),
      chair: await keyOf(chair),
      expert: await keyOf(await fixture.seat(fixture.screening, 'member')),
      juror: await keyOf(await fixture.seat(fixture.jury, 'chair')),
    };
  });
  afterAll(async () => {
    await api?.close();
    await fixture?.close();
  });

  const send = async <Body = Json>(
    method: string,
    path: string,
    key: string | null,
    body?: object,
    more: object = {},
  ): Promise<Answer<Body>> => {
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
    const json = (text === '' ? null : JSON.parse(text)) as Body;
    return { status: answer.status, etag: answer.headers.get('etag'), json };
  };
  const stagePath = (stageKey: string) => `/v1/cycles/${fixture.cycleId}/stages/${stageKey}`;

  it('appoints a panel, which cities do not see', async () => {
    const personId = (await fixture.person('city')).actor.id;
    const path = `${stagePath('jury')}/panel/${personId}`;
    const seat = { seat: 'member', countryCodes: ['FR'] };
    expect((await send('PUT', path, people.expert, seat)).status).toBe(403);
    expect((await send('PUT', path, people.staff, { ...seat, countryCodes: ['France'] })).status).toBe(400);
    expect(await send('PUT', path, people.organiser, seat)).toMatchObject({
      status: 200,
      json: { personId, seat: 'member', countryCodes: ['FR'], cityIds: [] },
    });
    const panel = `${stagePath('jury')}/panel`;
    expect((await send('GET', panel, people.juror)).json).toHaveLength(2);
    const seen = await Promise.all(
      [people.staff, people.expert, people.city, null].map(async (key) => (await send('GET', panel, key)).status),
    );
    expect(seen).toEqual([200, 404, 403, 401]);
    expect((await send('DELETE', path, people.staff)).status).toBe(204);
  });

  it('lets the staff name certifiers and stand-ins, which auditors see and others do not', async () => {
    const [ana, sam] = [await fixture.person('organiser'), await fixture.person('organiser')];
    const path = `${stagePath('screening')}/certifiers`;
    const put = (who: RequestContext, key: string, body: object = {}) =>
      send('PUT', `${path}/${who.actor.id}`, key, body);
    for (const key of [people.chair, people.juror, people.city, people.auditor])
      expect((await put(ana, key)).status).toBe(403);
    expect(await put(ana, people.staff)).toMatchObject({ status: 200, json: { standsInFor: null, countryCodes: [] } });
    expect((await put(sam, people.organiser, { standsInFor: ana.actor.id })).status).toBe(200);
    expect((await put(sam, people.organiser, { standsInFor: fixture.staff.actor.id })).status).toBe(409);
    const seen = await Promise.all(
      [...Object.values(people), null].map(async (key) => (await send('GET', path, key)).status),
    );
    expect(seen).toEqual([200, 200, 200, 403, 403, 403, 403, 401]);
    const coSign = (key: string) =>
      send('POST', `${stagePath('screening')}/decision/co-signatures`, key, {
        personId: ana.actor.id,
        proposalDigest: 'a'.repeat(64),
      });
    expect([(await coSign(people.staff)).status, (await coSign(people.auditor)).status]).toEqual([403, 409]);
    expect((await send('DELETE', `${path}/${ana.actor.id}`, people.staff)).status).toBe(409);
    for (const who of [sam, ana])
      expect((await send('DELETE', `${path}/${who.actor.id}`, people.staff)).status).toBe(204);
  });

  it('lets an expert read, recuse and review by version', async () => {
    await fixture.openStage(fixture.screening);
    await fixture.seat(fixture.screening, 'member');
    await decisions.prepare(system, fixture.screening);
    const list = await send<Own[]>('GET', `${stagePath('screening')}/assignments`, people.expert);
    expect(list.json).toMatchObject([{ position: 1, state: 'open', version: 0 }, { position: 2 }]);
    const { id, entryId } = list.json[0]!;
    const read = await send('GET', `/v1/assignments/${id}`, people.expert);
    expect([read.status, read.etag]).toEqual([200, '"0"']);
    expect((await send('GET', `/v1/assignments/${id}`, people.chair)).status).toBe(404);

    const files = `/v1/assignments/${id}/attachments`;
    expect(await send('GET', files, people.expert)).toMatchObject({ status: 200, json: { items: [] } });
    expect((await send('GET', `${files}/${id}`, people.expert)).status).toBe(404);
    expect((await send('GET', files, people.chair)).status).toBe(404);
    expect((await send('GET', files, people.city)).status).toBe(403);

    const path = `/v1/assignments/${id}/review`;
    const text = { scores: scores(4), comment: 'Sound.' };
    expect((await send('PUT', path, people.expert, text)).status).toBe(428);
    const ifMatch = { 'if-match': '"0"' };
    const wrong = await send('PUT', path, people.expert, { ...text, scores: { innovation: 9, beauty: 1 } }, ifMatch);
    expect([wrong.status, wrong.json.errors.map(({ pointer }) => pointer)]).toEqual([
      422,
      expect.arrayContaining(['/scores/innovation', '/scores/beauty', '/scores/context']),
    ]);
    const half = { ...text, scores: { ...scores(4), context: 3.5 } };
    expect((await send('PUT', path, people.expert, half, ifMatch)).status).toBe(400);
    const written = await send('PUT', path, people.expert, text, ifMatch);
    expect([written.status, written.etag, written.json['state']]).toEqual([200, '"1"', 'done']);
    const stale = await send('PUT', path, people.expert, { scores: scores(2) }, ifMatch);
    expect([stale.status, stale.json]).toMatchObject([409, { yours: { scores: scores(2) }, theirs: text }]);

    const recusals = `${stagePath('screening')}/recusals`;
    const recusal = { entryId, reasonCode: 'former-adviser' };
    expect((await send('POST', recusals, people.juror, recusal)).status).toBe(403);
    expect(await send('POST', recusals, people.expert, recusal)).toMatchObject({ status: 201, json: { entryId } });
    expect((await send('PUT', path, people.expert, text, { 'if-match': '"1"' })).status).toBe(409);
  });

  it('shows a proposal to those who decide only, and takes the chair’s adjustment', async () => {
    for (const key of [people.chair, people.expert]) {
      for (const own of (await send<Own[]>('GET', `${stagePath('screening')}/assignments`, key)).json) {
        if (own.state !== 'open') continue;
        await send('PUT', `/v1/assignments/${own.id}/review`, key, { scores: scores(3) }, { 'if-match': '"0"' });
      }
    }
    const path = `${stagePath('screening')}/proposal`;
    expect((await send('GET', path, people.staff)).status).toBe(409);
    await fixture.closeStage(fixture.screening);
    await decisions.propose(system, fixture.screening);
    const statuses = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(people).map(async ([role, key]) => [role, (await send('GET', path, key)).status]),
        ),
      );
    expect(await statuses()).toEqual({
      staff: 200,
      organiser: 200,
      auditor: 404,
      city: 403,
      chair: 200,
      expert: 200,
      juror: 404,
    });
    expect((await send('GET', path, null)).status).toBe(401);

    const { json, etag } = await send('GET', path, people.chair);
    const find = (outcome: string) => json.outcomes.find((each) => each.outcome === outcome)!;
    const changes = [
      { entryId: find('shortlisted').entryId, outcome: 'deserving' },
      { entryId: find('deserving').entryId, outcome: 'shortlisted' },
    ];
    const adjustment = { changes, reasonCode: 'balance', reasonText: 'Regions.' };
    const adjust = (key: string, body: object) => send('POST', `${path}/adjustments`, key, body, { 'if-match': etag! });
    expect((await adjust(people.staff, adjustment)).status).toBe(403);
    expect((await adjust(people.chair, { ...adjustment, changes: [changes[1]] })).status).toBe(422);
    const adjusted = await adjust(people.chair, adjustment);
    expect([adjusted.status, adjusted.etag, adjusted.json.adjustments.length]).toEqual([201, '"2"', 2]);
    expect((await adjust(people.chair, adjustment)).status).toBe(409);
  });

  it('gives no result away before it is released, and says DEMONSTRATION', async () => {
    const { proposalDigest } = await fixture.proposal(fixture.screening);
    const command = (who: RequestContext) => fixture.command(who, fixture.screening, proposalDigest);
    await decisions.sign(system, fixture.screening, command(chair));
    await decisions.certify(system, fixture.screening, command(fixture.staff));
    await decisions.certify(system, fixture.screening, command(await fixture.person('organiser')));
    const own = `/v1/entries/${fixture.entries[0]!.id}/result`;
    const published = `/v1/results/${fixture.cycleId}`;
    const empty = await send('GET', published, null);
    expect(empty).toMatchObject({ status: 200, json: { demonstration: true, released: [] } });
    expect(empty.json.tiers.flatMap(({ entries }) => entries)).toEqual([]);
    expect(empty.json['notice']).toContain('DEMONSTRATION');
    expect((await send('GET', own, people.city)).json['results']).toEqual([]);
    for (const key of [people.chair, people.expert, people.juror])
      expect((await send('GET', own, key)).status).toBe(403);
    expect((await send('GET', `/v1/results/${randomUUID()}`, null)).status).toBe(404);

    const plan = { commandId: randomUUID(), actorId: fixture.staff.actor.id, stageKey: 'screening' };
    await decisions.release(system, fixture.screening, 'concerned', { ...plan, audience: 'concerned' });
    expect((await send('GET', own, people.city)).json['results']).toMatchObject([{ stageKey: 'screening' }]);
    expect((await send('GET', published, null)).json['released']).toEqual([]);
  });

  it('takes a complaint of the city, and lets only who did not decide handle it', async () => {
    const own = `/v1/entries/${fixture.entries[0]!.id}/complaints`;
    const given = { stageKey: 'screening', text: 'Please count again.' };
    const { city, ...others } = people;
    for (const key of Object.values(others)) expect((await send('POST', own, key, given)).status).toBe(403);
    const filed = await send('POST', own, city, given);
    expect(filed).toMatchObject({ status: 201, json: { state: 'filed', answerBy: { zone: 'Asia/Shanghai' } } });
    expect((await send('POST', own, city, given)).status).toBe(409);
    const all = `/v1/cycles/${fixture.cycleId}/complaints`;
    const path = `${all}/${String(filed.json['id'])}`;
    const seen = async (address: string) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(people).map(async ([role, key]) => [role, (await send('GET', address, key)).status]),
        ),
      );
    const staff = { staff: 200, auditor: 200, city: 403 };
    expect(await seen(path)).toEqual({ ...staff, organiser: 404, chair: 404, expert: 404, juror: 404 });
    expect(await seen(all)).toEqual({ ...staff, organiser: 200, chair: 200, expert: 200, juror: 200 });
    expect((await send('GET', all, people.organiser)).json['items']).toEqual([]);
    expect(await seen(own)).toEqual({ ...staff, city: 200, organiser: 403, chair: 403, expert: 403, juror: 403 });
    expect((await send('GET', path, null)).status).toBe(401);

    const handlers = [await fixture.person('organiser'), await fixture.person('organiser')];
    const keys = [await keyOf(handlers[0]!), await keyOf(handlers[1]!)];
    const personIds = handlers.map(({ actor }) => actor.id);
    expect((await send('POST', `${path}/handlers`, people.organiser, { personIds })).status).toBe(403);
    const unfit = await send('POST', `${path}/handlers`, people.staff, { personIds: [chair.actor.id] });
    expect([unfit.status, unfit.json.errors[0]!.pointer]).toEqual([422, '/personIds/0']);
    expect((await send('POST', `${path}/handlers`, people.staff, { personIds })).status).toBe(201);
    const outcome = { outcome: 'dismissed', reasonCode: 'no-error', text: 'Counted twice.' };
    expect((await send('POST', `${path}/outcomes`, people.auditor, outcome)).status).toBe(403);
    expect((await send('POST', `${path}/outcomes`, people.organiser, outcome)).status).toBe(404);
    expect((await send('POST', `${path}/outcomes`, keys[0]!, outcome)).json['state']).toBe('to-confirm');
    expect((await send('POST', `${path}/confirmation`, keys[0]!, { version: 1 })).status).toBe(409);
    expect((await send('POST', `${path}/confirmation`, keys[1]!, { version: 1 })).json['state']).toBe('dismissed');
    expect((await send('GET', own, city)).json).toMatchObject([
      { state: 'dismissed', answer: { text: 'Counted twice.' } },
    ]);

    const published = () => send('GET', `/v1/results/${fixture.cycleId}/complaints`, null);
    expect((await published()).json).toEqual([]);
    const plan = { commandId: randomUUID(), actorId: fixture.staff.actor.id, stageKey: 'screening' };
    await decisions.release(system, fixture.screening, 'public', { ...plan, audience: 'public' });
    expect((await published()).json).toEqual([{ stageKey: 'screening', received: 1, outcomes: null }]);
  });

  it('takes a ballot once, and shows the auditor no open one', async () => {
    await fixture.openStage(fixture.jury);
    await decisions.prepare(system, fixture.jury);
    const path = `${stagePath('jury')}/ballot`;
    expect((await send('GET', path, people.expert)).status).toBe(403);
    const paper = await send('GET', path, people.juror);
    expect(paper.json).toMatchObject({ cast: false, recused: [], entries: [{}, {}] });
    const ranking = paper.json.entries.map(({ id }) => [id]);
    expect((await send('POST', path, people.juror, { ranking: ranking.slice(1) })).status).toBe(422);
    // A ballot of another method, and one of none.
    expect(paper.json.method).toBe('ranked-ballot');
    expect((await send('POST', path, people.juror, { grades: {} })).status).toBe(422);
    expect((await send('POST', path, people.juror, { votes: [] })).status).toBe(400);
    expect((await send('POST', path, people.staff, { ranking })).status).toBe(403);
    expect(await send('POST', path, people.juror, { ranking })).toMatchObject({ status: 204, json: null });
    expect((await send('POST', path, people.juror, { ranking })).status).toBe(409);
    const { rows } = await fixture.db.query(`select answer from platform.idempotency_key`);
    expect(JSON.stringify(rows)).not.toContain('ranking');

    const audit = `/v1/audit/cycles/${fixture.cycleId}/decisions`;
    await fixture.closeStage(fixture.jury);
    await decisions.propose(system, fixture.jury);
    const { status, json } = await send<{ stageKey: string }[]>('GET', audit, people.auditor);
    expect([status, json.map(({ stageKey }) => stageKey)]).toEqual([200, ['eligibility', 'screening']]);
    expect(JSON.stringify(json)).not.toContain('ballots');
    expect((await send('GET', audit, people.staff)).status).toBe(403);
  });
});
