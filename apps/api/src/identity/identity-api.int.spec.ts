import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import pg from 'pg';
import {
  ApiKeyService,
  CYCLE_RULES,
  IdentityModule,
  IdentityService,
  PrivacyService,
  SignInService,
  identityEntities,
  identityMigrations,
} from '#libs/identity';
import {
  CYCLE_DIRECTORY,
  HttpModule,
  PlatformModule,
  type RunningHttp,
  createHttpApp,
  listen,
  log,
  platformMigrations,
} from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { IdentityApiModule } from './identity-api.module.js';

const cycleId: string = randomUUID();
const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const rules = {
  programmeOf: async (id: string) => (id === cycleId ? 'guangzhou' : null),
  expertsMayJudge: async () => false,
};
const context = { actor: { id: 'service:test' }, cause: 'command:test' };

@Global()
@Module({
  providers: [
    { provide: CYCLE_RULES, useValue: rules },
    { provide: CYCLE_DIRECTORY, useValue: rules },
  ],
  exports: [CYCLE_RULES, CYCLE_DIRECTORY],
})
class OneCycle {}

@Module({})
class TestApi {}

describe('identity over HTTP', () => {
  let api: RunningHttp;
  let identity: IdentityService;
  let signIn: SignInService;
  let privacy: PrivacyService;
  let database: pg.Pool;
  let secretariat: { id: string; key: string };
  let makeKey: (personId: string) => Promise<string>;

  const send = async (method: string, path: string, { body, form, key, ...headers }: Record<string, unknown> = {}) => {
    const answer = await fetch(api.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(key ? { 'x-api-key': key as string } : {}),
        ...(method === 'POST' && key ? { 'idempotency-key': randomUUID() } : {}),
        ...(headers as Record<string, string>),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(form ? { body: form as string } : {}),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
    return { status: answer.status, text, json, headers: answer.headers };
  };
  const cookieOf = ({ headers }: { headers: Headers }) =>
    headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  const person = () => ({
    name: 'Léa',
    language: 'fr',
    zone: 'Europe/Paris',
    addresses: [`${randomUUID()}@example.org`],
  });
  const newPerson = async (...grants: Parameters<IdentityService['grantRole']>[2][]) => {
    const { addresses, ...rest } = person();
    const id = await identity.createPerson(context, { ...rest, language: 'fr', addresses });
    for (const grant of grants) await identity.grantRole(context, id, grant);
    return { id, address: addresses[0]!, key: await makeKey(id) };
  };
  const mailedTo = async (personId: string, type: string, field: string) => {
    const { rows } = await database.query<{ data: Record<string, string> }>(
      'select data from platform.outbox where subject = $1 and type = $2 order by sequence desc limit 1',
      [personId, type],
    );
    return rows[0]!.data[field]!;
  };

  beforeAll(async () => {
    log.level = 'silent';
    const config = await createTestDatabase([...platformMigrations, ...identityMigrations]);
    const secret = Buffer.alloc(32, 7).toString('base64');
    const app = await createHttpApp(
      {
        module: TestApi,
        imports: [
          PlatformModule.forRoot({ app: 'api', database: config, entities: identityEntities }),
          HttpModule.forRoot(http),
          OneCycle,
          IdentityModule.forRoot({ signIn: { database: config, secret, publicUrl: 'http://127.0.0.1' } }),
          IdentityApiModule,
        ],
      },
      http,
    );
    api = await listen(app, http);
    identity = app.get(IdentityService);
    signIn = app.get(SignInService);
    privacy = app.get(PrivacyService);
    makeKey = async (id) => (await app.get(ApiKeyService).createApiKey(context, id, 'test')).key;
    database = new pg.Pool({ connectionString: config.url, max: 2 });
    const id = await identity.bootstrapSecretariat(context, { ...person(), language: 'en' });
    secretariat = { id, key: await makeKey(id) };
  });
  afterAll(async () => {
    await database?.end();
    await api?.close();
  });

  it('answers who I am, and denies by default', async () => {
    const me = await send('GET', '/v1/me', { key: secretariat.key });
    expect([me.status, me.json]).toMatchObject([200, { id: secretariat.id, roles: [{ role: 'secretariat' }] }]);
    expect((await send('GET', '/v1/me')).status).toBe(401);
    expect((await send('GET', '/v1/me', { key: 'laureate_made-up' })).status).toBe(401);
    const nobody = await newPerson();
    for (const path of ['/v1/me', '/v1/people']) expect((await send('GET', path, nobody)).status).toBe(403);
  });

  it('creates people and gives them roles', async () => {
    const { key } = secretariat;
    const created = await send('POST', '/v1/people', { key, body: person() });
    expect([created.status, created.json]).toMatchObject([201, { name: 'Léa', language: 'fr', roles: [] }]);
    const roles = `/v1/people/${created.json.id}/roles`;
    const granted = await send('POST', roles, { key, body: { role: 'expert', cycleId } });
    expect([granted.status, granted.json]).toMatchObject([201, { role: 'expert', programme: 'guangzhou', cycleId }]);
    const juror = await send('POST', roles, { key, body: { role: 'juror', cycleId } });
    expect([juror.status, juror.json.type]).toEqual([422, expect.stringMatching(/rule-violated$/)]);
    const listed = await send('GET', `/v1/people?role=expert&cycleId=${cycleId}&programme=guangzhou`, { key });
    expect(listed.json).toMatchObject({ items: [{ id: created.json.id }], next: null });
    expect((await send('DELETE', `${roles}/${granted.json.id}`, { key })).status).toBe(204);
    expect((await send('POST', roles, { key, body: { role: 'juror', cycleId } })).status).toBe(201);
  });

  it('lists page by page', async () => {
    for (let i = 0; i < 3; i += 1) await newPerson({ role: 'auditor', programme: 'paged' });
    const path = '/v1/people?role=auditor&programme=paged&limit=2';
    const first = await send('GET', path, secretariat);
    const second = await send('GET', `${path}&cursor=${first.json.next}`, secretariat);
    expect([first.json.items.length, second.json.items.length, second.json.next]).toEqual([2, 1, null]);
  });

  it('keeps everybody within their own roles', async () => {
    const organiser = await newPerson({ role: 'organiser', programme: 'guangzhou' });
    const juror = await newPerson({ role: 'juror', cycleId });
    const target = await newPerson();
    const roles = `/v1/people/${target.id}/roles`;
    const give = (by: { key: string }, body: object) => send('POST', roles, { key: by.key, body });
    expect((await give(organiser, { role: 'juror', cycleId })).status).toBe(201);
    expect((await give(organiser, { role: 'secretariat' })).status).toBe(403);
    expect((await give(juror, { role: 'juror', cycleId })).status).toBe(403);
    expect((await send('GET', '/v1/people', organiser)).status).toBe(403);
    expect((await send('GET', '/v1/people?programme=guangzhou', organiser)).status).toBe(200);
    expect((await send('GET', '/v1/people', juror)).status).toBe(403);
  });

  it('makes and revokes API keys, everybody their own', async () => {
    const juror = await newPerson({ role: 'juror', cycleId });
    const path = `/v1/people/${juror.id}/api-keys`;
    const byStaff = await send('POST', path, { key: secretariat.key, body: { name: 'x' } });
    expect(byStaff.status).toBe(403);
    const made = await send('POST', path, { key: juror.key, body: { name: 'laptop' } });
    expect([made.status, (await send('GET', '/v1/me', { key: made.json.key })).json.id]).toEqual([201, juror.id]);
    const { rows } = await database.query('select answer::text from platform.idempotency_key');
    expect(JSON.stringify(rows)).not.toContain(made.json.key);
    expect((await send('DELETE', `${path}/${made.json.id}`, secretariat)).status).toBe(204);
    expect((await send('GET', '/v1/me', { key: made.json.key })).status).toBe(401);
  });

  it('signs in by a link: opening it uses nothing up, the button does, once', async () => {
    const { id, address } = await newPerson({ role: 'auditor' });
    const asked = await send('POST', '/v1/sign-in', { body: { address } });
    const unknown = await send('POST', '/v1/sign-in', { body: { address: 'nobody@example.org' } });
    expect([asked.status, asked.text]).toEqual([202, unknown.text]);
    const requestId = await mailedTo(id, 'laureate.sign-in.requested.v1', 'requestId');
    const path = new URL((await signIn.createSignInCredentials(requestId))!.link).pathname;
    const opened = await Promise.all(
      ['fr-CA', 'zh-Hans', 'es', 'de'].map((language) => send('GET', path, { 'accept-language': language })),
    );
    expect(opened.map(({ text }) => /<html lang="(..)">/.exec(text)?.[1])).toEqual(['fr', 'zh', 'es', 'en']);
    for (const { status, text, headers } of opened) {
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(text).toMatch(/<form method="post"><button type="submit">[^<]+<\/button><\/form>/);
      expect(headers.getSetCookie()).toEqual([]);
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
    const pressed = await send('POST', path, form);
    expect([pressed.status, pressed.text]).toEqual([200, expect.stringContaining('You are signed in')]);
    expect((await send('GET', '/v1/me', { cookie: cookieOf(pressed) })).json.id).toBe(id);
    const again = await send('POST', path, form);
    expect([again.status, again.text]).toEqual([410, expect.stringContaining('not valid any more')]);
    expect(again.headers.getSetCookie()).toEqual([]);
    const program = await send('POST', path, { accept: 'application/json' });
    expect([program.status, program.json.type]).toEqual([410, expect.stringMatching(/sign-in-refused$/)]);
    expect((await send('POST', '/v1/sign-out', { cookie: cookieOf(pressed) })).status).toBe(204);
    expect((await send('GET', '/v1/me', { cookie: cookieOf(pressed) })).status).toBe(401);
    expect((await send('POST', '/v1/sign-out')).status).toBe(204);
  });

  it('signs in by a code', async () => {
    const { id, address } = await newPerson({ role: 'auditor' });
    await send('POST', '/v1/sign-in', { body: { address } });
    const requestId = await mailedTo(id, 'laureate.sign-in.requested.v1', 'requestId');
    const { code } = (await signIn.createSignInCredentials(requestId))!;
    const wrong = await send('POST', '/v1/sign-in/code', { body: { address: 'nobody@example.org', code } });
    expect(wrong.status).toBe(410);
    const signedIn = await send('POST', '/v1/sign-in/code', { body: { address, code } });
    expect([signedIn.status, signedIn.json]).toEqual([200, { personId: id }]);
    expect((await send('GET', '/v1/me', { cookie: cookieOf(signedIn) })).json.id).toBe(id);
  });

  it('asks whoever accepts an invitation for a yes or no to each question of the privacy notice', async () => {
    const { json } = await send('POST', '/v1/invitations', {
      key: secretariat.key,
      body: { person: person(), role: { role: 'juror', cycleId } },
    });
    const path = new URL((await signIn.createInvitationCredentials(json.invitationId))!.link).pathname;
    const { text } = await send('GET', path, { 'accept-language': 'fr' });
    const names = [...new Set([...text.matchAll(/<input type="radio" name="([^"]+)"/g)].map(([, name]) => name!))];
    expect(names).toEqual(PRIVACY.choices.map(({ kind, key }) => `${kind}:${key}`));
    expect([...text.matchAll(/<fieldset><legend>[^<]+<\/legend>(<label>[^]*?<\/label>){2}<\/fieldset>/g)]).toHaveLength(
      names.length,
    );
    const version = /name="noticeVersion" value="([^"]+)"/.exec(text)![1]!;
    const press = (answers: [string, string][]) =>
      send('POST', path, {
        accept: 'text/html',
        'accept-language': 'fr',
        'content-type': 'application/x-www-form-urlencoded',
        form: new URLSearchParams([['noticeVersion', version], ...answers]).toString(),
      });
    const no = names.map((name): [string, string] => [name, 'no']);
    const incomplete = await press(no.slice(1));
    expect([incomplete.status, incomplete.text]).toEqual([422, expect.stringContaining('sans réponse')]);
    expect(incomplete.headers.getSetCookie()).toEqual([]);
    expect((await press([...no, ['purpose:invented', 'yes']])).status).toBe(422);
    const accepted = await press([[names[0]!, 'yes'], ...no.slice(1)]);
    expect([accepted.status, accepted.text]).toEqual([200, expect.stringContaining('Bienvenue')]);
    const kept = await privacy.of(json.personId);
    expect(kept).toMatchObject({
      complete: true,
      present: names.map((_, index) => ({ granted: index === 0, language: 'fr' })),
    });
  });

  it('invites somebody new, who accepts once', async () => {
    const body = { person: person(), role: { role: 'juror', cycleId } };
    const invited = await send('POST', '/v1/invitations', { key: secretariat.key, body });
    expect(invited.status).toBe(201);
    const { personId, invitationId } = invited.json;
    const path = new URL((await signIn.createInvitationCredentials(invitationId))!.link).pathname;
    expect((await send('GET', path)).text).toContain('You are invited');
    const accepted = await send('POST', path, { accept: 'text/html' });
    expect(accepted.status).toBe(200);
    const me = await send('GET', '/v1/me', { cookie: cookieOf(accepted) });
    expect(me.json).toMatchObject({ id: personId, roles: [{ role: 'juror', cycleId }] });
    expect((await send('POST', path, { accept: 'text/html' })).status).toBe(410);
  });

  it('says what is wrong with a person', async () => {
    const body = { ...person(), zone: 'CST', addresses: ['not an address'] };
    const answer = await send('POST', '/v1/people', { key: secretariat.key, body });
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, '/addresses/0']);
    const zone = await send('POST', '/v1/people', { key: secretariat.key, body: { ...person(), zone: 'CST' } });
    expect([zone.status, zone.json.errors[0].pointer]).toEqual([400, '/zone']);
  });
});
