import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countWords } from './words.rules.js';

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
