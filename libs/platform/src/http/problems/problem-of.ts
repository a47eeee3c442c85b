import { HttpException } from '@nestjs/common';
import { DriverException, OptimisticLockError } from '@mikro-orm/core';
import type { ProblemCode, Said } from '#libs/contracts';
import { Problem } from '../../problem/problem.js';
import { inWords } from '#libs/words';
import { refusal } from '../../refusals.words.js';

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

/** What frameworks refuse, by their codes, or by the status where they give none. */
const OF_FRAMEWORKS: Record<string, (message: string) => Said | undefined> = {
  404: (message) => {
    const [, method, path] = /^Cannot (\S+) (.*)$/s.exec(message) ?? [];
    return method && path ? refusal('route.unknown', { method, path }) : undefined;
  },
  FST_ERR_CTP_BODY_TOO_LARGE: () => refusal('body.tooLarge'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => refusal('body.unknownMediaType'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => refusal('body.size'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => refusal('body.empty'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => refusal('body.notJson'),
  FST_ERR_BAD_URL: (message) => refusal('route.pathInvalid', { path: quotedIn(message) }),
  FST_ERR_MAX_PARAM_LENGTH: (message) => refusal('route.pathTooLong', { path: quotedIn(message) }),
};

/** What a message has between its first and its last single quote. */
const quotedIn = (message: string): string => message.slice(message.indexOf("'") + 1, message.lastIndexOf("'"));

/**
 * The problem an error is for the caller. What is not known becomes `internal-error`, with nothing of the error in it.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HttpException) return fromFramework('', error.getStatus(), error.message);
  if (error instanceof OptimisticLockError) {
    return new Problem('stale-version', refusal('change.meanwhile'));
  }
  const { code, message, statusCode } = Object(error) as { code?: unknown; message?: unknown; statusCode?: unknown };
  const sqlState = typeof code === 'string' ? code : '';
  // Fastify's own, and what the caller's connection did while the body was read.
  if (/^(FST_|ECONNRESET$)/.test(sqlState) && typeof statusCode === 'number')
    return fromFramework(sqlState, statusCode, String(message));
  if (AWAY.test(sqlState) || LOST.test(String(message))) {
    return new Problem('unavailable', refusal('server.database'));
  }
  if (error instanceof DriverException) {
    if (sqlState === '23505') return new Problem('conflict', refusal('change.conflict'));
    if (REFUSED_VALUE.test(sqlState)) return new Problem('invalid-request', refusal('body.unstorable'));
  }
  return new Problem('internal-error', refusal('ours'));
}

function fromFramework(name: string, status: number, text: string): Problem {
  const code = BY_STATUS[status] ?? (status < 500 ? 'invalid-request' : 'internal-error');
  if (status >= 500) return new Problem(code, refusal('ours'));
  const said = OF_FRAMEWORKS[name || status]?.(text);
  const isSame = said !== undefined && inWords(said, 'en') === text;
  return new Problem(code, isSame ? said : refusal('asWritten', { text }));
}
