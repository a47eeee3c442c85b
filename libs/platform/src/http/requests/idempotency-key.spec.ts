import { describe, expect, it } from '@jest/globals';
import { problemCodeOf } from '../../../../../test/support/problem-code.js';
import { readIdempotencyKey, requestFingerprint } from './idempotency-key.js';

describe('Idempotency-Key', () => {
  it('is 1 to 200 visible characters', () => {
    expect(readIdempotencyKey({ 'idempotency-key': 'a-b~' })).toBe('a-b~');
    for (const key of [undefined, '', 'a b', 'ä', 'x'.repeat(201), ['a', 'b']]) {
      expect(problemCodeOf(() => readIdempotencyKey({ 'idempotency-key': key }))).toBe('idempotency-key-missing');
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
