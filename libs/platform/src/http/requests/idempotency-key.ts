import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Problem } from '../../problem/problem.js';
import { refusal } from '../../refusals.words.js';

const VISIBLE = /^[\x21-\x7e]{1,200}$/;

/**
 * The Idempotency-Key of a request. Throws `idempotency-key-missing` when there is none, or it is
 * not 1 to 200 visible characters.
 */
export function readIdempotencyKey(headers: Record<string, string | string[] | undefined>): string {
  const key = headers['idempotency-key'];
  if (key === undefined) throw new Problem('idempotency-key-missing', refusal('key.missing'));
  if (typeof key !== 'string' || !VISIBLE.test(key)) {
    throw new Problem('idempotency-key-missing', refusal('key.invalid'));
  }
  return key;
}

/**
 * Tells a repeated request from another one with the same key: SHA-256 over method, address, body
 * and the person acted for.
 */
export function requestFingerprint(method: string, url: string, body: unknown, onBehalfOf?: string | null): string {
  const canonical = canonicalize([method, url, body ?? null, onBehalfOf ?? null]);
  return createHash('sha256').update(canonical!).digest('hex');
}
