import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALIKE, alike, likenessOf, marksOf, piecesOf } from './likeness.rules.js';

const ABSTRACT =
  'The city turned three kilometres of a former railway into a park with gardens kept by its neighbours, and measured ' +
  'how heat, noise and the distance to the next green space changed for the people who live beside it over four summers.';
const ZH =
  '本市将三公里长的旧铁路改造为由居民共同维护的公园，并在四个夏季中测量了周边居民所感受到的高温、噪声以及到最近绿地距离的变化，同时记录维护成本。';

const share = (a: number[], b: number[]) => a.some((mark) => b.includes(mark));
const marksOfAbstract = (abstract: string) => marksOf({ title: '', abstract });
const words = fc.array(fc.stringMatching(/^[a-z]{2,9}$/), { minLength: 60, maxLength: 120 });

describe('likeness', () => {
  it('is 1 for the same text in another case, with other accents and punctuation', () => {
    expect(likenessOf('São Paulo: PARQUE linear', 'sao paulo — parque linear', 'title')).toBe(1);
    expect(piecesOf('广州国际')).toEqual(new Set(['广州', '州国', '国际']));
  });

  it('is not said of texts that are too short', () => {
    expect(likenessOf('Sample text.', 'Sample text.', 'abstract')).toBeNull();
    expect(marksOf({ title: 'Park', abstract: 'Sample text.' })).toEqual([]);
  });

  it.each([
    ['English', ABSTRACT],
    ['Chinese', ZH],
  ])('finds the same entry with a few words changed, in %s', (_, abstract) => {
    const again = abstract.replace(/three|三/, '3').replace(/four|四/, '4');
    const found = alike({ title: 'A', abstract }, { title: 'B', abstract: again });
    expect(found!.abstract).toBeGreaterThan(0.8);
    expect(share(marksOfAbstract(abstract), marksOfAbstract(again))).toBe(true);
  });

  it('does not take two different entries for the same', () => {
    const other =
      'A night bus network planned with shift workers halved their way home and is paid for by a levy on parking, which the ' +
      'council adopted after a year of trial on six lines; ridership, safety and the cost of each trip are published monthly.';
    expect(alike({ title: 'Railway park', abstract: ABSTRACT }, { title: 'Night buses', abstract: other })).toBeNull();
    expect(share(marksOfAbstract(ABSTRACT), marksOfAbstract(other))).toBe(false);
  });

  it('is found by a shared mark nearly always where it is high, hardly ever where it is low', () => {
    const seen = { alike: 0, foundAlike: 0, other: 0, foundOther: 0 };
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 0, max: 60 }),
        fc.infiniteStream(fc.stringMatching(/^[a-z]{2,9}$/)),
        (text, changes, more) => {
          const changed = text.map((word, i) => (i < changes ? (more.next().value as string) : word));
          const [a, b] = [text.join(' '), changed.join(' ')];
          const likeness = likenessOf(a, b, 'abstract')!;
          const found = share(marksOfAbstract(a), marksOfAbstract(b));
          if (likeness >= 0.7) [seen.alike, seen.foundAlike] = [seen.alike + 1, seen.foundAlike + Number(found)];
          if (likeness < 0.15) [seen.other, seen.foundOther] = [seen.other + 1, seen.foundOther + Number(found)];
          expect(likenessOf(b, a, 'abstract')).toBe(likeness);
        },
      ),
      { numRuns: 120, seed: 7 },
    );
    expect(seen.alike).toBeGreaterThan(10);
    expect(seen.foundAlike / seen.alike).toBeGreaterThan(0.97);
    expect(seen.foundOther / Math.max(1, seen.other)).toBeLessThan(0.05);
    expect(ALIKE.abstract).toBeGreaterThan(0.15);
  });
});
