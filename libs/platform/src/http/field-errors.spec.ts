import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fieldErrors, pointer, unstorableText } from './field-errors.js';

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
    expect(
      unstorableText({ a: ['fine', 'no\0'], b: '\ud800', '\0c': 1, d: '😀' }).map((error) => error.pointer),
    ).toEqual(['/a/1', '/b', '']);
  });

  it('escape keys as RFC 6901 says', () => {
    expect([pointer([]), pointer(['a~b', 0, 'c/d'])]).toEqual(['', '/a~0b/0/c~1d']);
  });
});
