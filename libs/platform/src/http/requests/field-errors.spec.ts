import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type FieldFault, fieldErrorOf } from '#libs/words';
import { refusal } from '../../refusals.words.js';
import { fieldErrors, pointer, unstorable } from './field-errors.js';
import { schemaMessage } from './schema-messages.js';

const faultsOf = (schema: z.ZodType, value: unknown) => fieldErrors(schema.safeParse(value).error?.issues ?? [], value);
const errorsOf = (schema: z.ZodType, value: unknown) => inEnglish(faultsOf(schema, value));
const inEnglish = (faults: FieldFault[]) =>
  faults.map((fault) => {
    const { said: _said, ...error } = fieldErrorOf(fault);
    return error;
  });

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
    expect(inEnglish(unstorable(endless))).toMatchObject([
      { message: 'is nested too deeply', allowed: 'at most 64 levels' },
    ]);
  });

  it.each<[string, z.ZodType, unknown, string]>([
    ['a type', z.string(), 7, 'expected string, received number'],
    ['a value that is coerced', z.coerce.number(), 'x', 'expected number, received NaN'],
    ['one value', z.literal('a'), 'b', 'expected "a"'],
    ['several values', z.literal(['a', 1]), 'b', 'Invalid option: expected one of "a"|1'],
    ['a long text', z.string().max(2), 'abc', 'Too big: expected string to have <=2 characters'],
    ['a short list', z.array(z.string()).min(1), [], 'Too small: expected array to have >=1 items'],
    ['a length', z.string().length(2), 'abc', 'Too big: expected string to have exactly 2 characters'],
    ['a small number', z.number().positive(), 0, 'Too small: expected number to be >0'],
    ['a large number', z.int().max(3), 7, 'Too big: expected number to be <=3'],
    ['a multiple', z.number().multipleOf(5), 7, 'Invalid number: must be a multiple of 5'],
    ['a pattern', z.string().regex(/^a/), 'b', 'Invalid string: must match pattern /^a/'],
    ['a date', z.iso.date(), 'b', 'Invalid ISO date'],
    ['a date and time', z.iso.datetime(), 'b', 'Invalid ISO datetime'],
    ['a mail address', z.email(), 'b', 'Invalid email address'],
    ['an id', z.uuid(), 'b', 'Invalid UUID'],
    ['an address', z.url(), 'b', 'Invalid URL'],
    [
      'a variant',
      z.discriminatedUnion('a', [z.object({ a: z.literal('b') })]),
      { a: 'c' },
      "Invalid discriminator value. Expected 'b'",
    ],
    [
      'what a schema says itself',
      z.string().regex(/^a/, schemaMessage(refusal('cursor.foreign'))),
      'b',
      'is not a cursor of this list',
    ],
  ])('say of %s what zod says, in words of ours', (_, schema, value, text) => {
    const [{ message }] = faultsOf(schema, value) as [FieldFault & { message: object }];
    expect(JSON.stringify(message)).not.toContain('asWritten');
    expect(fieldErrorOf({ pointer: '', message }).message.split('; given: ')[0]).toBe(text);
  });

  it('keep what a schema says in a text of its own', () => {
    expect(errorsOf(z.string().regex(/^a/, 'must begin with a'), 'b')).toMatchObject([
      { message: 'must begin with a; given: "b"' },
    ]);
  });

  it('escape keys as RFC 6901 says', () => {
    expect([pointer([]), pointer(['a~b', 0, 'c/d'])]).toEqual(['', '/a~0b/0/c~1d']);
  });
});
