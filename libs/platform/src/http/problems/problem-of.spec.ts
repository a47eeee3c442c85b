import { describe, expect, it } from '@jest/globals';
import { HttpException, NotFoundException } from '@nestjs/common';
import { DriverException, OptimisticLockError } from '@mikro-orm/core';
import { Problem } from '../../problem/problem.js';
import { problemOf } from './problem-of.js';
import { refusal } from '../../refusals.words.js';

const driverError = (code: string) => new DriverException(Object.assign(new Error('no'), { code }));

describe('problems of errors', () => {
  it.each([
    [new Problem('deadline-passed', refusal('asWritten', { text: 'late' })), 'deadline-passed'],
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
