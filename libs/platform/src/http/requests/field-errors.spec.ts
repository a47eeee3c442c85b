import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldErrors, pointer, unstorable } from './field-errors.js';

const errorsOf = (schema: z.ZodType, value: unknown) => fieldErrors(schema.safeParse(value).error?.issues ?? [], value);

describe('field errors', () => {
  it('point at the field, say what was given and what is allowed', () => {
    const schema = z.strictObject({
      a: z.object({ 'b/c': z.array(z.int().max(3)) }),
      kind: z.enum(['x', 'y']),
      at: z.iso.datetime(),
      count: z.int(),
    });
    expect(errorsOf(schema, { a: { 'b/c': [1, 7] }, kind: 'z', at: 'tomorrow', more: true })).toEqual([
      { pointer: '/a/b~1c/1', message: 'Too big: expected number to be <=3; given: 7', allowed: 'at most 3' },
      { pointer: '/kind', message: 'Invalid option: expected one of "x"|"y"; given: "z"', allowed: 'x, y' },
      { pointer: '/at', message: 'Invalid ISO datetime; given: "tomorrow"', allowed: 'datetime' },
      { pointer: '/count', message: 'is missing', allowed: 'number' },
      { pointer: '/more', message: 'is not a known field' },
    ]);
  });

  it('look into the branch of a union that fits best', () => {
    const schema = z.union([z.object({ from: z.string(), to: z.string() }), z.object({ at: z.string() })]);
    expect(errorsOf(schema, { at: 1 })).toMatchObject([{ pointer: '/at', allowed: 'string' }]);
  });

  it('cut long values', () => {
    const [error] = errorsOf(z.string().max(5), 'a'.repeat(500));
    expect(error!.message.length).toBeLessThan(130);
  });

  it('find text a database can not keep, in values and keys', () => {
    expect(unstorable({ a: ['fine', 'no\0'], b: '\ud800', '\0c': 1, d: '😀' }).map((error) => error.pointer)).toEqual([
      '/a/1',
      '/b',
      '',
    ]);
  });

  it('find numbers that are none and what is nested without end', () => {
    expect(unstorable(JSON.parse('{"a":[1,1e999,-1e999]}')).map(({ pointer: at }) => at)).toEqual(['/a/1', '/a/2']);
    expect(unstorable(JSON.parse(`${'['.repeat(64)}${']'.repeat(64)}`))).toEqual([]);
    const endless = JSON.parse(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    expect(unstorable(endless)).toMatchObject([{ message: 'is nested too deeply', allowed: 'at most 64 levels' }]);
  });

  it('escape keys as RFC 6901 says', () => {
    expect([pointer([]), pointer(['a~b', 0, 'c/d'])]).toEqual(['', '/a~0b/0/c~1d']);
  });
});
