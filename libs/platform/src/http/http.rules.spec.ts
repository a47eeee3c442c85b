import { describe, expect, it } from '@jest/globals';
import { HttpException, NotFoundException } from '@nestjs/common';
import { DriverException, OptimisticLockError } from '@mikro-orm/core';
import { z } from 'zod';
import { readIfMatch, requireVersion } from './etag.js';
import { readIdempotencyKey, requestFingerprint } from './idempotency-key.js';
import { jsonSchemaOf } from './json-schema.js';
import { readCursor, toPage, writeCursor } from './page.js';
import { problemOf } from './problem-of.js';
import { Problem } from '../problem/problem.js';
import { RouteTable } from './route-table.js';
import { assertRoutesDeclared } from './routes.js';
import { requestIdOf, traceOf } from './trace.js';

const codeOf = (fn: () => unknown) => {
  try {
    fn();
    return null;
  } catch (error) {
    return (error as Problem).code;
  }
};
const driverError = (code: string) => new DriverException(Object.assign(new Error('no'), { code }));

describe('problems of errors', () => {
  it.each([
    [new Problem('deadline-passed', 'late'), 'deadline-passed'],
    [new NotFoundException(), 'not-found'],
    [new HttpException('I am a teapot', 418), 'invalid-request'],
    [new HttpException('bad gateway', 502), 'internal-error'],
    [OptimisticLockError.lockFailed('entry'), 'stale-version'],
    [driverError('25P04'), 'unavailable'],
    [driverError('40P01'), 'unavailable'],
    [new Error('Connection terminated unexpectedly'), 'unavailable'],
    [driverError('23505'), 'conflict'],
    [driverError('22021'), 'invalid-request'],
    [driverError('42P01'), 'internal-error'],
    [Object.assign(new Error('too long'), { code: 'FST_ERR_MAX_PARAM_LENGTH', statusCode: 414 }), 'invalid-request'],
    [Object.assign(new Error('aborted'), { code: 'ECONNRESET', statusCode: 400 }), 'invalid-request'],
    [Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'unavailable'],
    [new TypeError('x is undefined'), 'internal-error'],
    ['thrown text', 'internal-error'],
    [undefined, 'internal-error'],
  ])('%s', (error, code) => {
    const problem = problemOf(error);
    expect(problem.code).toBe(code);
    if (code === 'internal-error')
      expect(problem.document.detail).toBe('The error was recorded; nothing was changed by this request.');
  });
});

describe('If-Match', () => {
  it('names one version', () => {
    expect(readIfMatch(' "12" ')).toBe(12);
    expect(codeOf(() => readIfMatch(undefined))).toBe('precondition-required');
    for (const tag of ['*', 'W/"1"', '"1", "2"', '"abc"', '"-1"', '""'])
      expect(codeOf(() => readIfMatch(tag))).toBe('precondition-failed');
    for (const tag of ['12', '{}', '"1', '"1" "2"', '"1",'])
      expect(codeOf(() => readIfMatch(tag))).toBe('invalid-request');
  });

  it('keeps both texts when it is stale', () => {
    expect(() => requireVersion(3, 3)).not.toThrow();
    expect(() => requireVersion(2, 3, { yours: 'a', theirs: 'b' })).toThrow(
      expect.objectContaining({
        code: 'stale-version',
        document: expect.objectContaining({ yours: 'a', theirs: 'b', version: 3 }),
      }),
    );
  });
});

describe('Idempotency-Key', () => {
  it('is 1 to 200 visible characters', () => {
    expect(readIdempotencyKey({ 'idempotency-key': 'a-b~' })).toBe('a-b~');
    for (const key of [undefined, '', 'a b', 'ä', 'x'.repeat(201), ['a', 'b']]) {
      expect(codeOf(() => readIdempotencyKey({ 'idempotency-key': key }))).toBe('idempotency-key-missing');
    }
  });

  it('belongs to one request, however its body is written', () => {
    const of = (body: unknown, url = '/a', method = 'POST', forWhom?: string) =>
      requestFingerprint(method, url, body, forWhom);
    expect(of({ a: 1, b: [2] })).toBe(of({ b: [2], a: 1 }));
    const others = [
      of({ a: 1 }),
      of({ a: 2 }),
      of({ a: 1 }, '/b'),
      of({ a: 1 }, '/a', 'PUT'),
      of(undefined),
      of({ a: 1 }, '/a', 'POST', 'x'),
    ];
    expect(new Set(others).size).toBe(others.length);
  });
});

describe('pages', () => {
  const key = z.tuple([z.string(), z.int()]);

  it('end with a cursor only when there is more', () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const page = toPage(
      rows,
      2,
      ({ n }) => ['a', n],
      ({ n }) => n,
    );
    expect(page).toEqual({ items: [1, 2], next: expect.any(String) });
    expect(readCursor(page.next!, key)).toEqual(['a', 2]);
    expect(
      toPage(
        rows,
        3,
        ({ n }) => n,
        ({ n }) => n,
      ),
    ).toEqual({ items: [1, 2, 3], next: null });
    expect(
      toPage(
        [],
        3,
        () => null,
        () => 0,
      ),
    ).toEqual({ items: [], next: null });
  });

  it('refuse a cursor of something else', () => {
    expect(readCursor(undefined, key)).toBeUndefined();
    for (const cursor of ['', '!', writeCursor(['a']), writeCursor({ a: 1 })]) {
      expect(codeOf(() => readCursor(cursor, key))).toBe('invalid-request');
    }
  });
});

describe('traces', () => {
  it('go on when they are good, begin anew when not', () => {
    const given = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    expect(traceOf(given)).toEqual({
      traceId: 'a'.repeat(32),
      spanId: expect.stringMatching(/^(?!b{16})[0-9a-f]{16}$/),
      traceparent: expect.stringMatching(/^00-a{32}-[0-9a-f]{16}-00$/),
    });
    for (const bad of [undefined, '', 'x', given.replace('00-a', 'ff-a'), given.replaceAll('a', '0')]) {
      expect(traceOf(bad).traceparent).toMatch(/^00-(?!a{32}|0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
  });

  it('take a harmless request id only', () => {
    expect(requestIdOf({ headers: { 'x-request-id': 'abc-12345' } })).toBe('abc-12345');
    for (const id of [undefined, 'short', 'line\nbreak-12', 'x'.repeat(101)]) {
      expect(requestIdOf({ headers: { 'x-request-id': id } })).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });
});

describe('routes', () => {
  it('know the methods of an address', () => {
    const table = new RouteTable();
    table.add('/v1/cycles/:cycleId', 'GET');
    table.add('/v1/cycles/:cycleId', ['PATCH', 'HEAD']);
    table.add('/v1/cycles.json', 'GET');
    table.add('/v1/cycles/check', 'POST');
    table.add('*', 'OPTIONS');
    expect(table.methodsOf('/v1/cycles/1')).toEqual(['GET', 'HEAD', 'PATCH']);
    expect(table.methodsOf('/v1/cycles/check')).toEqual(['POST']);
    expect([table.methodsOf('/v1/cycles/1/2'), table.methodsOf('/v1/cyclesxjson')]).toEqual([[], []]);
  });

  it('declare who may call them and what a repetition does', () => {
    const good = { name: 'A.a', method: 'GET', access: 'public' as const, endpoint: undefined };
    expect(() => assertRoutesDeclared([good])).not.toThrow();
    expect(() => assertRoutesDeclared([{ ...good, access: undefined }])).toThrow(
      'A.a declares neither public nor a permission',
    );
    expect(() => assertRoutesDeclared([{ ...good, method: 'POST' }])).toThrow('A.a is a POST');
    expect(() => assertRoutesDeclared([good, good])).toThrow('A.a exists twice');
    const exempt = { summary: 's', access: 'public' as const, idempotent: { no: 'signing in changes nothing' } };
    expect(() => assertRoutesDeclared([{ ...good, method: 'POST', endpoint: exempt }])).not.toThrow();
  });
});

describe('JSON Schema', () => {
  it('names what has an id, apart for what comes in and what goes out', () => {
    const city = z.object({ name: z.string(), id: z.string().default('x') }).meta({ id: 'City' });
    expect(jsonSchemaOf(z.array(city), 'output')).toMatchObject({
      schema: { type: 'array', items: { $ref: '#/components/schemas/City' } },
      components: { City: { required: ['name', 'id'], properties: { id: { type: 'string' } } } },
    });
    expect(jsonSchemaOf(city, 'input')).toMatchObject({
      schema: { $ref: '#/components/schemas/CityInput' },
      components: { CityInput: { required: ['name'] } },
    });
  });
});
