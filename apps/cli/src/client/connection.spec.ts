import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { problemDocument } from '#libs/contracts/pure';
import { type Api, CliError, RefusedError, ask, connect, findConnection, once, pages } from './connection.js';
import { settle } from './settle.js';

type Answer = { status: number; body: unknown };
const cycleId = '01a20b04-5c59-75a8-9d7c-557af0673de1';

describe('the connection to the API', () => {
  let server: Server;
  let api: Api;
  let answers: ((request: IncomingMessage) => Answer)[] = [];
  const seen: IncomingMessage[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      const { status, body } = (answers.length > 1 ? answers.shift() : answers[0])!(request);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    api = connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'secret' });
  });
  afterEach(() => {
    seen.length = 0;
  });
  afterAll(() => {
    server.close();
  });

  const cancel = () =>
    api.POST('/v1/cycles/{cycleId}/cancel', {
      params: { path: { cycleId }, header: once() },
      body: { reason: { code: 'test' } },
    });

  it('sends the key, and a new Idempotency-Key with each command', async () => {
    answers = [() => ({ status: 200, body: {} })];
    await cancel();
    await cancel();
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(seen.map(({ headers }) => headers['x-api-key'])).toEqual(['secret', 'secret']);
    expect(new Set(keys).size).toBe(2);
  });

  it('tells a refusal in the words of its problem document, with what to do', async () => {
    const errors = [{ pointer: '/deadlineAt', message: 'is too late', allowed: 'before June' }];
    answers = [
      () => ({ status: 422, body: problemDocument('rule-violated', 'The deadline cannot be moved.', { errors }) }),
    ];
    const refused = (await cancel().catch((error: unknown) => error)) as RefusedError;
    expect(refused).toBeInstanceOf(RefusedError);
    expect(refused.message).toContain('The deadline cannot be moved.');
    expect(refused.message).toContain('/deadlineAt: is too late (allowed: before June)');
    expect(refused.message).toContain('What to do: Correct what `errors` names.');
  });

  it('says so when nobody answers', async () => {
    const nowhere = connect({ url: 'http://127.0.0.1:1', key: 'k' });
    await expect(nowhere.GET('/v1/cycles')).rejects.toThrow(/does not answer/);
  });

  it('reads a list page by page', async () => {
    answers = [
      () => ({ status: 200, body: { items: [1, 2], next: 'cursor' } }),
      () => ({ status: 200, body: { items: [3], next: null } }),
    ];
    const page = (cursor: string | undefined) => api.GET('/v1/cycles', { params: { query: { cursor } } });
    expect(await Array.fromAsync(pages(page))).toEqual([1, 2, 3]);
    expect(seen[1]!.url).toContain('cursor=cursor');
  });

  it('waits for a command that was only accepted, and answers what became of it', async () => {
    const told: string[] = [];
    answers = [
      () => ({ status: 202, body: { id: 'key-1', state: 'pending' } }),
      () => ({ status: 200, body: { id: 'key-1', state: 'pending' } }),
      () => ({ status: 200, body: { id: 'key-1', state: 'done', answer: { status: 'cancelled' } } }),
    ];
    expect(await settle(api, await cancel(), (line) => told.push(line))).toEqual({ status: 'cancelled' });
    expect(told[0]).toContain('key-1');
    answers = [
      () => ({ status: 202, body: { id: 'key-2', state: 'pending' } }),
      () => ({
        status: 200,
        body: { id: 'key-2', state: 'refused', answer: problemDocument('conflict', 'It has ended.') },
      }),
    ];
    await expect(settle(api, await cancel(), () => undefined)).rejects.toThrow(/It has ended/);
  });

  it('needs to know where and who', async () => {
    expect(findConnection({ url: 'http://x/', key: 'k' })).toEqual({ url: 'http://x', key: 'k' });
    const home = process.cwd();
    process.chdir(tmpdir());
    try {
      expect(() => findConnection({ url: 'http://x' })).toThrow(CliError);
      expect(() => findConnection({ key: 'k' })).toThrow(/Which API/);
    } finally {
      process.chdir(home);
    }
    expect(await ask(Promise.resolve({ data: 1 }))).toBe(1);
  });
});
