import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type TextPart, diffTexts } from './text-diff.rules.js';

const textOf = (parts: TextPart[], ...changes: TextPart['change'][]) =>
  parts
    .filter(({ change }) => changes.includes(change))
    .map(({ text }) => text)
    .join('');

const texts = fc.array(fc.constantFrom('city', 'water', 'bus', ' '), { maxLength: 60 });

/** The most words two texts share in their order, by the table every textbook has. */
function longestCommon(a: string[], b: string[]): number {
  let row = Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    const next = [0];
    for (const [j, other] of b.entries()) next.push(token === other ? row[j]! + 1 : Math.max(row[j + 1]!, next[j]!));
    row = next;
  }
  return row.at(-1)!;
}
const tokens = (text: string) =>
  [...new Intl.Segmenter('en', { granularity: 'word' }).segment(text)].map(({ segment }) => segment);

describe('the comparison of two texts', () => {
  it('shows what was added and removed, word by word', () => {
    expect(diffTexts('The buses are free.', 'The city buses are late.')).toEqual([
      { change: 'same', text: 'The ' },
      { change: 'added', text: 'city ' },
      { change: 'same', text: 'buses are ' },
      { change: 'removed', text: 'free' },
      { change: 'added', text: 'late' },
      { change: 'same', text: '.' },
    ]);
  });

  it('finds the words of Chinese texts', () => {
    expect(diffTexts('我们的城市很好', '我们的河流很好')).toEqual([
      { change: 'same', text: '我们的' },
      { change: 'removed', text: '城市' },
      { change: 'added', text: '河流' },
      { change: 'same', text: '很好' },
    ]);
  });

  it('loses nothing of either text, and no two neighbours are of one kind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), texts, texts, (s, t, a, b) => {
        for (const [before, after] of [
          [s, t],
          [a.join(''), b.join('')],
        ] as const) {
          const parts = diffTexts(before, after);
          expect([textOf(parts, 'same', 'removed'), textOf(parts, 'same', 'added')]).toEqual([before, after]);
          for (const [i, part] of parts.entries()) expect(part.change).not.toBe(parts[i + 1]?.change);
        }
      }),
    );
  });

  it('keeps as much as the two have in common', () => {
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const [before, after] = [a.join(''), b.join('')];
        const kept = diffTexts(before, after).filter(({ change }) => change === 'same');
        const shared = longestCommon(tokens(before), tokens(after));
        expect(kept.reduce((sum, { text }) => sum + tokens(text).length, 0)).toBe(shared);
      }),
    );
  });

  it('shows texts that have nothing in common as replaced, however long they are', () => {
    const [before, after] = ['a ', 'b '].map((word) => word.repeat(20_000)) as [string, string];
    expect(diffTexts(before, after).map(({ change }) => change)).toEqual(['removed', 'added', 'same']);
  });
});
