import { describe, expect, it } from '@jest/globals';
import { PostgreSqlPlatform } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { quoted } from './driver.js';

describe('the literal of a text', () => {
  it('is the one that the library makes, whatever the text', () => {
    const platform = new PostgreSqlPlatform();
    const texts = fc.string({ unit: fc.oneof(fc.constantFrom("'", '\\', '"', '$', '?'), fc.string({ maxLength: 1 })) });
    fc.assert(
      fc.property(texts, (text) => {
        expect(quoted(text)).toBe(platform.quoteValue(text));
      }),
    );
  });
});
