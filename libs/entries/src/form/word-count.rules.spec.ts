import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countWords, hasNoMoreWords, hasWords } from './word-count.rules.js';

describe('counting words', () => {
  it.each([
    ['', 'en', 0],
    ['  —  … !', 'en', 0],
    ['Prepare before it’s too late: learn to live with earthquake', 'en', 10],
    ['A 15-minute city, 20 % greener', 'en', 6],
    ['Qualité de vie', 'fr', 3],
    ['城市创新', 'zh', 2],
  ])('%j (%s) has %i', (text, language, words) => {
    expect(countWords(text, language)).toBe(words);
  });

  it('counts as many words as were joined, whatever stands between them', () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.constantFrom(' ', '\n', ', ', ' — '), (words, between) => {
        expect(countWords(words.join(between))).toBe(words.length);
      }),
    );
  });
});

describe('holding a text against its limits', () => {
  it('says what counting says, in any script', () => {
    const latin = fc.string({ unit: fc.integer({ min: 0, max: 0x24f }).map((code) => String.fromCodePoint(code)) });
    const mixed = fc.string({
      unit: fc.constantFrom('é', 'ß', '’', '城', '市', 'ไ', 'ท', '한', ' ', '-', '_', '7', '.', ','),
    });
    fc.assert(
      fc.property(fc.oneof(latin, mixed, fc.string({ unit: 'grapheme' })), fc.nat(12), (text, limit) => {
        const words = countWords(text);
        expect(hasWords(text, limit)).toBe(words >= limit);
        expect(hasNoMoreWords(text, limit)).toBe(words <= limit);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never ends a word between Latin letters and digits that follow each other', () => {
    const codes = Array.from({ length: 0x2070 }, (_, code) => code).filter(
      (code) => code !== 0xb8 && (code < 0x250 || code >= 0x2000),
    );
    const all = codes.map((code) => String.fromCodePoint(code));
    const isLetter = (one: string) => /[\p{L}\p{Nd}\p{M}_]/u.test(one);
    expect(all.filter(isLetter).filter((letter) => countWords(`a${letter}a7${letter}7a`) !== 1)).toEqual([]);
    // And nothing else is a word.
    expect(all.filter((one) => !isLetter(one) && countWords(one) > 0)).toEqual([]);
  });
});
