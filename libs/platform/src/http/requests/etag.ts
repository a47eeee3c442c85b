import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';

/** The entity tag of a version: `"3"`. */
export const etagOf = (version: number) => `"${version}"`;

/** `*`, or entity tags (RFC 9110). */
const ENTITY_TAGS = /^(\*|(W\/)?"[\x21\x23-\x7e]*"(\s*,\s*(W\/)?"[\x21\x23-\x7e]*")*)$/;

/**
 * The version an If-Match header names. Throws `precondition-required` without one, `precondition-failed` when it is no
 * tag of ours (and so can't be the present one), `invalid-request` when it is no tag at all.
 */
export function readIfMatch(header: string | undefined): number {
  if (header === undefined || header.trim() === '') {
    throw new Problem('precondition-required', refusal('ifMatch.missing'));
  }
  const given = header.trim();
  const version = /^"(\d{1,9})"$/.exec(given)?.[1];
  if (version) return Number(version);
  if (ENTITY_TAGS.test(given)) throw new Problem('precondition-failed', refusal('ifMatch.invalid'));
  throw new Problem('invalid-request', refusal('ifMatch.invalid'), {
    errors: [
      { pointer: '/if-match', in: 'header', message: refusal('ifMatch.noTag'), allowed: refusal('ifMatch.allowed') },
    ],
  });
}

/** Injects the version the caller has read, from If-Match; for routes with `ifMatch: true`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  readIfMatch(context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['if-match']),
);

/**
 * Throws `stale-version` unless the version the caller has read is the present one; `yours` and
 * `theirs` (both texts) go into the problem document, so that nothing anybody wrote is lost.
 */
export function requireVersion(read: number, present: number, texts: { yours?: unknown; theirs?: unknown } = {}): void {
  if (read !== present) {
    throw new Problem('stale-version', refusal('change.version', { read, present }), {
      ...texts,
      version: present,
    });
  }
}
