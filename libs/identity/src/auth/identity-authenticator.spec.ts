import { defaultKeyHasher } from '@better-auth/api-key';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hashOfKey } from './identity-authenticator.js';

it('a key is hashed as better-auth does', () =>
  fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), async (key) => {
      expect(hashOfKey(key)).toBe(await defaultKeyHasher(key));
    }),
  ));
