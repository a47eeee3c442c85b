import { HttpException } from '@nestjs/common';
import { DriverException, OptimisticLockError } from '@mikro-orm/core';
import type { ProblemCode } from '#libs/contracts';
import { Problem } from '../../problem/problem.js';

const BY_STATUS: Record<number, ProblemCode> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  409: 'conflict',
  412: 'precondition-failed',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  422: 'rule-violated',
  428: 'precondition-required',
  429: 'too-many-requests',
  503: 'unavailable',
};

/**
 * Transaction timeout, deadlock, serialization, cancelled, lock time-out, too many connections,
 * shutdown, connection lost.
 */
const AWAY = /^(25P04|40P01|40001|57014|55P03|53300|57P0\d|08\w{3}|ECONNREFUSED|ECONNRESET)$/;
const LOST =
  /Connection terminated|terminating connection|timeout exceeded when trying to connect|Client has encountered/;

/** Values PostgreSQL refuses that no schema caught: out of range, no valid text, no valid instant. */
const REFUSED_VALUE = /^(22003|22008|22021|22P02|22P05)$/;

const OURS = 'The error was recorded; nothing was changed by this request.';

/**
 * The problem an error is for the caller. What is not known becomes `internal-error`, with nothing of the error in it.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error.message);
  if (error instanceof OptimisticLockError) {
    return new Problem('stale-version', 'Somebody changed this while you did.');
  }
  const { code, message, statusCode } = Object(error) as { code?: unknown; message?: unknown; statusCode?: unknown };
  const sqlState = typeof code === 'string' ? code : '';
  // Fastify's own, and what the caller's connection did while the body was read.
  if (/^(FST_|ECONNRESET$)/.test(sqlState) && typeof statusCode === 'number')
    return fromStatus(statusCode, String(message));
  if (AWAY.test(sqlState) || LOST.test(String(message))) {
    return new Problem('unavailable', 'The database is away or too busy; nothing was changed.');
  }
  if (error instanceof DriverException) {
    if (sqlState === '23505') return new Problem('conflict', 'Something with the same identity exists already.');
    if (REFUSED_VALUE.test(sqlState)) return new Problem('invalid-request', 'A value can not be stored.');
  }
  return new Problem('internal-error', OURS);
}

function fromStatus(status: number, message: string): Problem {
  const code = BY_STATUS[status] ?? (status < 500 ? 'invalid-request' : 'internal-error');
  return new Problem(code, status < 500 ? message : OURS);
}
