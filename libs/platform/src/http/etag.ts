import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { Problem } from './problem.js';

/** The entity tag of a version: `"3"`. */
export const etagOf = (version: number) => `"${version}"`;

/**
 * The version an If-Match header names. Throws `precondition-required` without one, `precondition-failed` when it is no
 * tag of ours (and so can't be the present one).
 */
export function readIfMatch(header: string | undefined): number {
  if (header === undefined || header.trim() === '') {
    throw new Problem('precondition-required', 'This request has no If-Match header.');
  }
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1];
  if (!version) throw new Problem('precondition-failed', `If-Match must be the ETag of one version, such as "3".`);
  return Number(version);
}

/** Injects the version the caller has read, from If-Match; for routes with `ifMatch: true`. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  readIfMatch(context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers['if-match']),
);

/**
 * Throws `stale-version` unless the version the caller has read is the present one; `yours` and `theirs` (both texts) go into
 * the problem document, so that nothing anybody wrote is lost.
 */
export function requireVersion(read: number, present: number, texts: { yours?: unknown; theirs?: unknown } = {}): void {
  if (read !== present) {
    throw new Problem('stale-version', `You read version ${read}; the present one is ${present}.`, {
      ...texts,
      version: present,
    });
  }
}
