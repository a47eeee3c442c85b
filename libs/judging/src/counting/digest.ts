import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * SHA-256, in hex, of the value's canonical JSON (RFC 8785). Equal JSON gives equal digests, whatever the order of its
 * keys. Throws when the value has no JSON form.
 */
export function digestOf(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value cannot be written as JSON');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The ids in an order drawn by a seed: by the digest of (seed, purpose, id). It is identical on every machine. */
export function shuffled(seed: string, purpose: string, ids: Iterable<string>): string[] {
  return [...new Set(ids)]
    .map((id): [string, string] => [drawOf(seed, purpose, id), id])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id);
}

/** The number an id draws under a seed, as 64 hex digits; a lower one comes first. */
export function drawOf(seed: string, purpose: string, id: string): string {
  return digestOf([seed, purpose, id]);
}
