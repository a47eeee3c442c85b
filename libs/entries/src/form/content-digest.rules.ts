import { hash, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type Json, leavesOf, memberAt, withMemberAt } from './json-pointer.js';

/** Name and version of the algorithm; both are part of what is digested and are kept beside every digest. */
export const CONTENT_DIGEST = { algorithm: 'sha-256(rfc8785({field: hmac-sha-256}))', version: 1 } as const;

const SALT_BYTES = 32;
/** Of SHA-256. */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * By JSON pointer of a leaf field: its salt, 32 random bytes in hex. Each version of a content has salts of its own.
 */
export type FieldSalts = Record<string, string>;
/** By JSON pointer of a leaf field: the HMAC-SHA-256 of its value under its salt, in hex. */
export type FieldHmacs = Record<string, string>;
/** By id of an attachment: the SHA-256 of its bytes, in hex. */
export type FileDigests = Record<string, string>;

/** A content with what its digest is made of. */
export interface SealedContent {
  content: Json;
  salts: FieldSalts;
  hmacs: FieldHmacs;
  /** Digests of the files that belong to it. */
  attachments: FileDigests;
  /** SHA-256 in hex. */
  digest: string;
}

/** What a verification found: fields that were erased, and why it does not verify (empty when it does). */
export interface ContentVerification {
  erased: string[];
  faults: string[];
}

/**
 * Seals a content: draws a salt for each leaf field, and digests their HMACs together with the digests of its files.
 */
export function sealContent(
  content: Json,
  attachments: FileDigests = {},
  draw: (bytes: number) => Buffer = randomBytes,
): SealedContent {
  const leaves = [...leavesOf(content)];
  // One draw for all is several times faster than one each.
  const drawn = draw(SALT_BYTES * leaves.length);
  const salts: FieldSalts = {};
  const hmacs: FieldHmacs = {};
  for (const [index, [pointer, value]] of leaves.entries()) {
    const salt = drawn.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES);
    salts[pointer] = salt.toString('hex');
    hmacs[pointer] = hmacOf(salt, value);
  }
  return { content, salts, hmacs, attachments, digest: digestOfFields(hmacs, attachments) };
}

/**
 * The digest of a content, from the HMACs of its fields and the digests of its files; these are
 * named where there are any.
 */
export function digestOfFields(fields: FieldHmacs, attachments: FileDigests = {}): string {
  const files = Object.keys(attachments).length > 0 ? { attachments } : {};
  return sha256({ ...CONTENT_DIGEST, fields, ...files });
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

/**
 * Verifies a content against its digest: the HMACs give the digest, and each field that is not erased gives its HMAC.
 */
export function verifyContent(sealed: SealedContent): ContentVerification {
  const faults: string[] = [];
  const erased: string[] = [];
  if (digestOfFields(sealed.hmacs, sealed.attachments) !== sealed.digest)
    faults.push('the fields and files do not give the digest');
  for (const [pointer, hmac] of Object.entries(sealed.hmacs)) {
    const salt = sealed.salts[pointer];
    const value = memberAt(sealed.content, pointer);
    if (salt === undefined) {
      erased.push(pointer);
      if (value !== null) faults.push(`${pointer} is erased, yet has a value`);
    } else if (value === undefined || hmacOf(Buffer.from(salt, 'hex'), value) !== hmac)
      faults.push(`${pointer} was changed`);
  }
  for (const pointer of leavesOf(sealed.content).keys()) {
    if (!Object.hasOwn(sealed.hmacs, pointer)) faults.push(`${pointer} was added`);
  }
  return { erased, faults };
}

/**
 * HMAC-SHA-256 of the value's canonical JSON, made of two digests (RFC 2104): Node's own object takes twice the time.
 */
function hmacOf(salt: Buffer, value: Json): string {
  const text = canonical(value);
  const inner = Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(text));
  inner.write(text, pad(inner, salt, 0x36));
  const outer = Buffer.allocUnsafe(BLOCK_BYTES + DIGEST_BYTES);
  outer.write(hash('sha256', inner, 'binary'), pad(outer, salt, 0x5c), 'binary');
  return hash('sha256', outer, 'hex');
}

/** Begins with the salt, filled up to a block, each byte changed by that one; where it ends. */
function pad(bytes: Buffer, salt: Buffer, by: number): number {
  for (let at = 0; at < BLOCK_BYTES; at++) bytes[at] = (salt[at] ?? 0) ^ by;
  return BLOCK_BYTES;
}

/** SHA-256, in hex, of the value's canonical JSON (RFC 8785). */
export function sha256(value: unknown): string {
  return hash('sha256', canonical(value), 'hex');
}

function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('the value cannot be written as JSON');
  return text;
}
