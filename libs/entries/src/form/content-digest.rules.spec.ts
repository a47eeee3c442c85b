import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import {
  type FileDigests,
  digestOfFields,
  eraseField,
  sealContent,
  sha256,
  verifyContent,
} from './content-digest.rules.js';
import { type Json, leavesOf, memberAt } from './json-pointer.js';

const contents = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>;
const leafOf = (content: Json, pick: number) => {
  const leaves = [...leavesOf(content).keys()];
  return leaves[pick % leaves.length]!;
};

describe('content digest', () => {
  it('digests the files that belong to a content, and only where there are any', () => {
    const file = 'ab'.repeat(32);
    const sealed = sealContent({ a: 1 }, { one: file });
    expect(verifyContent(sealed).faults).toEqual([]);
    const others: FileDigests[] = [{}, { two: file }, { one: 'cd'.repeat(32) }, { one: file, two: file }];
    for (const attachments of others) {
      expect(verifyContent({ ...sealed, attachments }).faults).toEqual(['the fields and files do not give the digest']);
    }
    expect(digestOfFields(sealed.hmacs, {})).toBe(digestOfFields(sealed.hmacs));
    expect(verifyContent(eraseField(sealed, '/a'))).toEqual({ erased: ['/a'], faults: [] });
  });

  it('is SHA-256 over RFC 8785 JSON with the algorithm beside the fields', () => {
    const { digest, hmacs } = sealContent({ b: 1, a: { 'x/y': 'é' } }, {}, (bytes) => Buffer.alloc(bytes));
    expect(Object.keys(hmacs).sort()).toEqual(['/a/x~1y', '/b']);
    // The HMAC-SHA-256 of `1` under 32 zero bytes, as OpenSSL gives it.
    expect(hmacs['/b']).toBe('41e0a9448f91edba4b05c6c2fc0edb1d6418aa292b5b2942637bec43a29b9523');
    expect(digest).toBe(digestOfFields(hmacs));
    expect(sha256({ b: 1, a: 'x' })).toBe(sha256({ a: 'x', b: 1 }));
  });

  it('digests each field by HMAC-SHA-256 under its salt, as OpenSSL does', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const { salts, hmacs } = sealContent(content);
        for (const [pointer, value] of leavesOf(content)) {
          const hmac = createHmac('sha256', Buffer.from(salts[pointer]!, 'hex')).update(canonicalize(value)!);
          expect(hmacs[pointer]).toBe(hmac.digest('hex'));
        }
      }),
    );
  });

  it('verifies what was sealed, and does not depend on the order of the members', () => {
    fc.assert(
      fc.property(contents, (content) => {
        const sealed = sealContent(content);
        expect(verifyContent(sealed)).toEqual({ erased: [], faults: [] });
        expect(digestOfFields(Object.fromEntries(Object.entries(sealed.hmacs).reverse()))).toBe(sealed.digest);
      }),
    );
  });

  it('still verifies after any fields were erased, and keeps the others', () => {
    fc.assert(
      fc.property(contents, fc.array(fc.nat(), { maxLength: 4 }), (content, picks) => {
        const pointers = new Set(picks.map((pick) => leafOf(content, pick)));
        let sealed = sealContent(content);
        for (const pointer of pointers) sealed = eraseField(eraseField(sealed, pointer), pointer);
        const { erased, faults } = verifyContent(sealed);
        expect(faults).toEqual([]);
        expect(new Set(erased)).toEqual(pointers);
        for (const [pointer, value] of leavesOf(content)) {
          expect(memberAt(sealed.content, pointer)).toEqual(pointers.has(pointer) ? null : value);
        }
      }),
    );
  });

  it('tells a changed, added or removed field, also when its salt and HMAC were made to fit', () => {
    fc.assert(
      fc.property(contents, contents, (content, other) => {
        fc.pre(sha256(content) !== sha256(other));
        const sealed = sealContent(content);
        expect(verifyContent({ ...sealed, content: other }).faults).not.toEqual([]);
        expect(verifyContent({ ...sealContent(other), digest: sealed.digest }).faults).not.toEqual([]);
      }),
    );
  });

  it('gives another digest to the same content of another version: salts are never used twice', () => {
    expect(sealContent({ a: 1 }).digest).not.toBe(sealContent({ a: 1 }).digest);
  });

  it('refuses to erase what is not there', () => {
    expect(() => eraseField(sealContent({ a: 1 }), '/b')).toThrow(RangeError);
  });

  it('tells a value put back where one was erased', () => {
    const erased = eraseField(sealContent({ name: 'Ana' }), '/name');
    expect(verifyContent({ ...erased, content: { name: 'Ana' } }).faults).toEqual(['/name is erased, yet has a value']);
  });
});
