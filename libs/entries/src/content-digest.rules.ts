import { createHash, createHmac, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type Json, leavesOf, memberAt, withMemberAt } from './json-pointer.js';

/** Name and version of the algorithm; both are part of what is digested and are kept beside every digest. */
export const CONTENT_DIGEST = { algorithm: 'sha-256(rfc8785({field: hmac-sha-256}))', version: 1 } as const;

/** By JSON pointer of a leaf field: its salt, 32 random bytes in hex. Each version of a content has salts of its own. */
export type FieldSalts = Record<string, string>;
/** By JSON pointer of a leaf field: the HMAC-SHA-256 of its value under its salt, in hex. */
export type FieldHmacs = Record<string, string>;

/** A content with what its digest is made of. */
export interface SealedContent {
  content: Json;
  salts: FieldSalts;
  hmacs: FieldHmacs;
  /** SHA-256 in hex. */
  digest: string;
}

/** What a verification found: fields that were erased, and why it does not verify (empty when it does). */
export interface ContentVerification {
  erased: string[];
  faults: string[];
}

/** Seals a content: draws a salt for each leaf field, and digests their HMACs. */
export function sealContent(content: Json, drawSalt = () => randomBytes(32).toString('hex')): SealedContent {
  const salts: FieldSalts = {};
  const hmacs: FieldHmacs = {};
  for (const [pointer, value] of leavesOf(content)) {
    const salt = drawSalt();
    salts[pointer] = salt;
    hmacs[pointer] = hmacOf(salt, value);
  }
  return { content, salts, hmacs, digest: digestOfFields(hmacs) };
}

/** The digest of a content, from the HMACs of its fields. */
export function digestOfFields(fields: FieldHmacs): string {
  return sha256({ ...CONTENT_DIGEST, fields });
}

/**
 * Erases one leaf field: its value becomes null and its salt is gone, so that the value can't be guessed from the HMAC,
 * which stays as a tombstone. Throws a RangeError when there is no such field. Erasing twice changes nothing.
 */
export function eraseField(sealed: SealedContent, pointer: string): SealedContent {
  if (!Object.hasOwn(sealed.hmacs, pointer)) throw new RangeError(`there is no field ${pointer}`);
  const { [pointer]: _, ...salts } = sealed.salts;
  return { ...sealed, salts, content: withMemberAt(sealed.content, pointer, null) };
}

/** Verifies a content against its digest: the HMACs give the digest, and each field that is not erased gives its HMAC. */
export function verifyContent(sealed: SealedContent): ContentVerification {
  const faults: string[] = [];
  const erased: string[] = [];
  if (digestOfFields(sealed.hmacs) !== sealed.digest) faults.push('the fields do not give the digest');
  for (const [pointer, hmac] of Object.entries(sealed.hmacs)) {
    const salt = sealed.salts[pointer];
    const value = memberAt(sealed.content, pointer);
    if (salt === undefined) {
      erased.push(pointer);
      if (value !== null) faults.push(`${pointer} is erased, yet has a value`);
    } else if (value === undefined || hmacOf(salt, value) !== hmac) faults.push(`${pointer} was changed`);
  }
  for (const pointer of leavesOf(sealed.content).keys()) {
    if (!Object.hasOwn(sealed.hmacs, pointer)) faults.push(`${pointer} was added`);
  }
  return { erased, faults };
}

function hmacOf(salt: string, value: Json): string {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(canonical(value), 'utf8').digest('hex');
}

/** SHA-256, in hex, of the value's canonical JSON (RFC 8785). */
export function sha256(value: unknown): string {
  return createHash('sha256').update(canonical(value), 'utf8').digest('hex');
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value cannot be written as JSON');
  return text;
}
