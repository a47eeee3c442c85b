import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem/problem.js';
import { isInfrastructureFailure } from './infrastructure-failure.js';
import { refusal } from '../refusals.words.js';

const withCode = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });

describe('infrastructure failures', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a broken connection', withCode('ECONNRESET')],
    ['a shutdown of the database', withCode('57P01')],
    ['a connection exception', withCode('08006')],
    ['too many connections', withCode('53300')],
    ['a deadlock', withCode('40P01')],
    ['a terminated connection', new Error('Connection terminated unexpectedly')],
    ['a database that lets nobody in', Object.assign(withCode('55000'), { severity: 'FATAL' })],
    ['Temporal away', withCode(14, '14 UNAVAILABLE')],
    ['one as cause', new Error('signal failed', { cause: withCode(14) })],
    ['one of several', new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')])],
  ])('%s: wait', (_, error) => expect(isInfrastructureFailure(error)).toBe(true));

  it.each([
    ['a violated constraint', withCode('23505')],
    ['an object in another state', Object.assign(withCode('55000'), { severity: 'ERROR' })],
    ['a missing right', withCode('42501')],
    ['Temporal: no such workflow', withCode(5, '5 NOT_FOUND')],
    ['a business error', new Problem('conflict', refusal('asWritten', { text: 'no' }))],
    ['a bug', new TypeError('x is undefined')],
    ['not even an error', 'ECONNREFUSED'],
  ])('%s: do not', (_, error) => expect(isInfrastructureFailure(error)).toBe(false));

  it('does not follow a circle of causes for ever', () => {
    const error = new Error('a');
    error.cause = error;
    expect(isInfrastructureFailure(error)).toBe(false);
  });
});
