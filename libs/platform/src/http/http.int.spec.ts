import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { Controller, Get, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { eventually } from '../../../../test/support/event-lab.js';
import { CYCLE, NoteController, OTHER_CYCLE, appWith, http } from '../../../../test/support/note-app.js';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import type { DatabaseConfig } from '../config/concerns.js';
import { platformMigrations } from '../migrations/index.js';
import { log } from '../telemetry/logger.js';
import { Endpoint } from './routes/endpoint.js';
import { type RunningHttp, listen } from './http-app.js';
import { openApiDocument } from './openapi/openapi.js';

/** A request that is in hand until it is told to go on. */
@Controller()
class HeldController {
  static readonly arrived = Promise.withResolvers<void>();
  static readonly goOn = Promise.withResolvers<void>();

  @Get('held')
  @Endpoint({ summary: 'Wait', access: 'public', response: z.object({ waited: z.boolean() }) })
  async held() {
    HeldController.arrived.resolve();
    await HeldController.goOn.promise;
    return { waited: true };
  }
}

describe('HTTP', () => {
  let database: DatabaseConfig;
  let app: NestFastifyApplication;
  let running: RunningHttp;
  let document: ReturnType<typeof openApiDocument>;

  const notes = (cycleId = CYCLE) => `/v1/cycles/${cycleId}/notes`;
  async function call(method: string, path: string, options: { key?: string; headers?: object; body?: unknown } = {}) {
    const response = await fetch(running.url + path, {
      method,
      headers: {
        ...(options.key ? { 'x-api-key': options.key } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined
        ? {}
        : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
  }
  const write = (text: string, idempotencyKey: string, more: Parameters<typeof call>[2] = {}) =>
    call('POST', notes(), {
      key: 'secretariat',
      body: { text },
      ...more,
      headers: { 'idempotency-key': idempotencyKey, ...more.headers },
    });
  const code = (answer: { body: { type: string } }) => answer.body.type.split('/').at(-1);

  beforeAll(async () => {
    log.level = 'silent';
    database = await createTestDatabase(platformMigrations);
    app = await appWith(database, NoteController);
    document = openApiDocument(app, { version: '1' });
    running = await listen(app, http);
  });
  afterAll(() => running?.close());

  describe('access', () => {
    const command = (key: string | undefined, cycleId = CYCLE, headers = {}) =>
      call('POST', `${notes(cycleId)}/command`, {
        ...(key ? { key } : {}),
        headers: { 'idempotency-key': 'k', ...headers },
      });

    it('refuses nobody by what it remembers: who has a role since then is let in', async () => {
      expect((await command('promoted')).body).toMatchObject({ status: 'done', by: 'promoted' });
      const found = () => call('GET', `${notes()}/organisers`, { key: 'promoted' });
      expect((await found()).body).toMatchObject({ status: 'found', by: 'promoted' });
    });

    it('reads nothing afresh of whoever was not remembered', async () => {
      const before = NoteController.handled;
      expect((await call('GET', `${notes()}/organisers`, { key: 'stranger' })).status).toBe(404);
      expect(NoteController.handled).toBe(before + 1);
    });

    it('denies whoever is not declared, and tells what is missing', async () => {
      const nobody = await command(undefined);
      expect([nobody.status, code(nobody), nobody.headers.get('www-authenticate')]).toEqual([
        401,
        'unauthenticated',
        'ApiKey realm="laureate"',
      ]);
      const organiser = await call('POST', notes(), { key: 'organiser', body: { text: 'a' } });
      expect([organiser.status, code(organiser)]).toEqual([403, 'forbidden']);
    });

    it('narrows by cycle and programme', async () => {
      expect((await command('once')).status).toBe(200);
      expect((await command('once', OTHER_CYCLE)).status).toBe(403);
      expect((await command('secretariat', OTHER_CYCLE)).status).toBe(200);
      expect((await command('stranger')).status).toBe(403);
    });

    it('lets only the secretariat act for somebody, and records both', async () => {
      const forSomebody = { 'x-on-behalf-of': CYCLE };
      expect((await command('secretariat', CYCLE, forSomebody)).body).toEqual({
        status: 'done',
        by: 'secretariat',
        onBehalfOf: CYCLE,
      });
      expect((await command('organiser', CYCLE, forSomebody)).status).toBe(403);
      expect((await command('secretariat', CYCLE, { 'x-on-behalf-of': 'me' })).status).toBe(400);
    });

    it('refuses to start with a route that declares too little', async () => {
      @Controller('open')
      class OpenController {
        @Get() forgotten() {}
      }
      await expect(appWith(database, OpenController).then((open) => open.init())).rejects.toThrow(
        'OpenController.forgotten declares neither public nor a permission',
      );
      @Controller('repeated')
      class RepeatedController {
        @Post() @Endpoint({ summary: 'x', access: 'public' }) forgotten() {}
      }
      await expect(appWith(database, RepeatedController).then((open) => open.init())).rejects.toThrow(
        'RepeatedController.forgotten is a POST and does not say `idempotent`',
      );
    });
  });

  describe('idempotency', () => {
    it('needs a key', async () => {
      const missing = await call('POST', notes(), { key: 'secretariat', body: { text: 'a' } });
      expect([missing.status, code(missing)]).toEqual([400, 'idempotency-key-missing']);
      expect(code(await write('a', 'x'.repeat(201)))).toBe('idempotency-key-missing');
    });

    it('works once for fakes, and gives all the same answer', async () => {
      const before = NoteController.handled;
      const answers = await Promise.all(Array.from({ length: 4 }, () => write('once', 'twins')));
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
      expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(3);
      expect(new Set(answers.map(({ headers }) => headers.get('etag')))).toEqual(new Set(['"1"']));
      expect(NoteController.handled).toBe(before + 1);
    });

    it('keeps nothing of a request that failed', async () => {
      expect((await write('fail', 'failing')).status).toBe(500);
      const [row] = await app
        .get(EntityManager)
        .fork()
        .execute(`select count(*)::int as n from platform.idempotency_key where key = 'failing'`);
      expect(row).toEqual({ n: 0 });
    });

    it('refuses a key that was used for another request, or for somebody else', async () => {
      await write('first', 'reused');
      const other = await write('second', 'reused');
      expect([other.status, code(other)]).toEqual([422, 'idempotency-key-reused']);
      expect((await write('first', 'reused', { headers: { 'x-on-behalf-of': CYCLE } })).status).toBe(422);
    });

    it('leaves a command to its handler, which may answer later', async () => {
      const later = await call('POST', `${notes()}/command`, {
        key: 'organiser',
        headers: { 'idempotency-key': 'slow' },
      });
      expect([later.status, later.body]).toEqual([202, { key: 'slow' }]);
    });
  });

  describe('problems', () => {
    it('names every wrong field, what was given and what is allowed', async () => {
      const wrong = await write('', 'k1', { body: { text: '', colour: 'green', extra: 1 } });
      expect([wrong.status, wrong.headers.get('content-type')]).toEqual([
        400,
        'application/problem+json; charset=utf-8',
      ]);
      expect(wrong.body).toMatchObject({
        type: 'https://laureate.example/problems/invalid-request',
        status: 400,
        instance: notes(),
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        errors: [
          { pointer: '/text', allowed: 'at least 1 characters' },
          { pointer: '/colour', message: expect.stringContaining('given: "green"'), allowed: 'red, blue' },
          { pointer: '/extra', message: 'is not a known field' },
        ],
      });
      const path = await call('POST', '/v1/cycles/abc/notes', {
        key: 'secretariat',
        body: { text: 'a' },
        headers: { 'idempotency-key': 'k2' },
      });
      expect(path.body.errors).toEqual([expect.objectContaining({ pointer: '/cycleId', in: 'path' })]);
    });

    it.each([
      ['malformed JSON', { body: '{"text":' }, 400, 'invalid-request'],
      ['an empty body', { body: '' }, 400, 'invalid-request'],
      ['text that is none', { body: { text: 'a\0b' } }, 400, 'invalid-request'],
      ['a number that is none', { body: '{"text":1e999}' }, 400, 'invalid-request'],
      ['endless nesting', { body: `{"text":${'['.repeat(2000)}${']'.repeat(2000)}}` }, 400, 'invalid-request'],
      ['too large a body', { body: { text: 'a'.repeat(6000) } }, 413, 'payload-too-large'],
      [
        'another content type',
        { body: '<a/>', headers: { 'content-type': 'application/xml' } },
        415,
        'unsupported-media-type',
      ],
      ['plain text', { body: 'a', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
      [
        'a form',
        { body: 'text=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
        415,
        'unsupported-media-type',
      ],
    ])('answers %s', async (_, request, status, problem) => {
      const answer = await write('', randomUUID(), request);
      expect([answer.status, code(answer)]).toEqual([status, problem]);
    });

    it('tells nothing of its own errors', async () => {
      const failed = await write('fail', randomUUID());
      expect([failed.status, code(failed)]).toEqual([500, 'internal-error']);
      expect(JSON.stringify(failed.body)).not.toContain('inner');
    });

    it('is unavailable when a transaction takes too long', async () => {
      const slow = await call('GET', `${notes()}/slow`);
      expect([slow.status, code(slow), slow.headers.get('retry-after')]).toEqual([503, 'unavailable', '1']);
    });

    it('tells an unknown address from a wrong method', async () => {
      expect((await call('GET', '/v1/nothing')).status).toBe(404);
      const wrong = await call('DELETE', notes());
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, POST']);
      expect((await call('GET', `/v1/cycles/${'a'.repeat(300)}/notes`)).status).toBe(400);
    });
  });

  it('takes an edit only of the version it was made on', async () => {
    const edit = (match?: string) =>
      call('PATCH', notes(), {
        key: 'secretariat',
        body: { text: 'mine' },
        headers: match ? { 'if-match': match } : {},
      });
    expect((await edit()).status).toBe(428);
    expect((await edit('*')).status).toBe(412);
    const stale = await edit('"1"');
    expect([stale.status, stale.body]).toEqual([
      409,
      expect.objectContaining({ yours: 'mine', theirs: 'theirs', version: 2 }),
    ]);
    const good = await edit('"2"');
    expect([good.status, good.headers.get('etag')]).toEqual([200, '"3"']);
  });

  it('answers only what is declared', async () => {
    expect(Object.keys((await write('a', randomUUID())).body)).toEqual(['id', 'version', 'text']);
  });

  it('pages through a list by key', async () => {
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await call('GET', `${notes()}?limit=3${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ n }: { n: number }) => n));
      cursor = body.next;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const query of ['limit=0', 'limit=201', 'cursor=abc', 'unknown=1']) {
      expect([query, (await call('GET', `${notes()}?${query}`)).status]).toEqual([query, 400]);
    }
  });

  it('carries the ids of the caller, with security headers', async () => {
    const requestId = `test-${randomUUID()}`;
    const { headers } = await call('GET', notes(), { headers: { 'x-request-id': requestId } });
    expect(headers.get('x-request-id')).toBe(requestId);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    await call('POST', notes(), {
      key: 'secretariat',
      body: { text: 'traced' },
      headers: {
        'idempotency-key': requestId,
        'x-request-id': requestId,
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      },
    });
    expect(NoteController.logged).toEqual({ requestId, traceId: 'a'.repeat(32) });
    const [event] = await app
      .get(EntityManager)
      .fork()
      .execute('select actor, traceparent from platform.outbox where cause = ?', [`http:${requestId}`]);
    expect(event).toEqual({
      actor: 'secretariat',
      traceparent: expect.stringMatching(/^00-a{32}-(?!b{16})[0-9a-f]{16}-01$/),
    });
  });

  it('limits the requests of a person, with whatever key they come, telling how long to wait', async () => {
    const answers = [];
    for (let i = 0; i < http.requestsPerMinute + 2; i += 1)
      answers.push(await call('GET', `${notes()}?limit=1`, { key: i % 2 === 0 ? 'busy' : "busy'" }));
    expect(answers[0]!.headers.get('ratelimit')).toMatch(/^"requests";r=59;t=\d+$/);
    expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"requests";q=60;w=60');
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(60).fill(200), 429, 429]);
    expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(code(answers.at(-1)!)).toBe('too-many-requests');
    expect((await call('GET', notes(), { key: 'once' })).status).toBe(200);
  });

  it('counts a dear request as what it costs', async () => {
    const dear = () => call('GET', `${notes()}/dear`, { key: 'dear' });
    const left = (answer: { headers: Headers }) => /r=(\d+)/.exec(answer.headers.get('ratelimit')!)![1];
    expect(left(await dear())).toBe('35');
    expect(left(await dear())).toBe('10');
    const refused = await dear();
    expect([refused.status, left(refused)]).toEqual([429, '10']);
    expect(refused.body.detail).toMatch(/^At most 60 requests a minute, of which this one counts as 25; wait \d+ s\.$/);
    expect(left(await call('GET', notes(), { key: 'dear' }))).toBe('9');
  });

  it('describes every route in a valid OpenAPI document', async () => {
    expect(await new Validator().validate(structuredClone(document) as never)).toMatchObject({ valid: true });
    const post = document.paths['/v1/cycles/{cycleId}/notes']!.post as never as Record<string, unknown>;
    expect(post).toMatchObject({ operationId: 'note_write', 'x-roles': ['secretariat'] });
    expect(Object.keys(post['responses'] as object)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(JSON.stringify(post['responses'])).toContain('application/problem+json');
    const parameters = post['parameters'] as { name: string; in: string; required?: boolean }[];
    expect(parameters.map((parameter) => [parameter.in, parameter.name, parameter.required ?? false])).toEqual([
      ['path', 'cycleId', true],
      ['header', 'Idempotency-Key', true],
      ['header', 'x-on-behalf-of', false],
    ]);
    const get = document.paths['/v1/cycles/{cycleId}/notes']!.get!;
    expect(get.parameters).toEqual([
      expect.objectContaining({ name: 'cycleId', in: 'path', required: true }),
      expect.objectContaining({ name: 'cursor', in: 'query', required: false }),
      expect.objectContaining({ name: 'limit', in: 'query', required: false }),
    ]);
    expect(document.components!.schemas).toHaveProperty('Note');
  });

  it('finishes requests in hand before it stops, and keeps no connection for a next one', async () => {
    const other = await appWith(database, HeldController);
    const server = await listen(other, http);
    const sockets = (other.getHttpAdapter().getInstance() as unknown as FastifyInstance).server;
    const breaking = jest.spyOn(sockets, 'closeAllConnections');
    // A client that would keep its connection for good.
    const agent = new Agent({ keepAlive: true });
    const inHand = new Promise<IncomingMessage>((resolve, reject) =>
      get(`${server.url}/held`, { agent }, resolve).on('error', reject),
    );
    await Promise.race([HeldController.arrived.promise, inHand]);
    let isClosed = false;
    const closing = server.close().finally(() => (isClosed = true));
    await eventually(() => !sockets.listening, 'it takes no connection any more');
    await expect(fetch(server.url)).rejects.toThrow();
    expect(isClosed).toBe(false);
    HeldController.goOn.resolve();
    const answer = await inHand;
    expect(answer.statusCode).toBe(200);
    answer.resume();
    await closing;
    // Its connection ended because nothing was in hand any more, not because patience did.
    expect(breaking).not.toHaveBeenCalled();
    agent.destroy();
  });
});
