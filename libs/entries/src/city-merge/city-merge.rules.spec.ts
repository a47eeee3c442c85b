import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type MergingCity,
  type MergingFramework,
  frameworkMoves,
  mergeWarnings,
  takenOver,
} from './city-merge.rules.js';

const city = (more: Partial<MergingCity> = {}): MergingCity => ({
  id: 'a',
  name: 'Nakuru',
  place: 'kenya',
  kind: 'city',
  directoryId: null,
  population: null,
  verified: false,
  hasLetter: false,
  profile: 0,
  ...more,
});
const framework = (id: string, name: string, taken: number, cycleId = 'seven'): MergingFramework => ({
  id,
  cycleId,
  name,
  key: name.toLowerCase(),
  taken,
});

describe('frameworks of a city that is merged', () => {
  it('move as they are', () => {
    expect(frameworkMoves([framework('1', 'Green city', 3)], [framework('2', 'Green city', 3, 'six')])).toEqual([
      { id: '1', cycleId: 'seven', name: 'Green city', becomes: 'moved', into: '1', called: 'Green city' },
    ]);
  });

  it('join one of the same name as long as there is room', () => {
    expect(frameworkMoves([framework('1', 'GREEN CITY', 1)], [framework('2', 'Green city', 2)])).toMatchObject([
      { becomes: 'joined', into: '2', called: 'Green city' },
    ]);
  });

  it('stay apart from a full one of the same name, under a name of their own', () => {
    const present = [framework('2', 'Green city', 2), framework('3', 'Green city (2)', 1)];
    expect(frameworkMoves([framework('1', 'Green city', 2)], present)).toMatchObject([
      { becomes: 'renamed', into: '1', called: 'Green city (3)' },
    ]);
  });

  it('never have more than three entries, nor the name of another one', () => {
    const all = (prefix: string) =>
      fc
        .uniqueArray(
          fc.record({
            name: fc.constantFrom('Green', 'GREEN', 'Blue', 'green (2)', 'Green (2)', 'Green (3)'),
            taken: fc.integer({ min: 0, max: 3 }),
            cycleId: fc.constantFrom('six', 'seven'),
          }),
          { selector: ({ name, cycleId }) => `${cycleId}/${name.toLowerCase()}` },
        )
        .map((rows) => rows.map((row, at) => framework(`${prefix}${at}`, row.name, row.taken, row.cycleId)));
    fc.assert(
      fc.property(all('of'), all('into'), (of, into) => {
        const before = JSON.stringify([of, into]);
        const moves = frameworkMoves(of, into);
        expect(JSON.stringify([of, into])).toBe(before);
        const taken = new Map(into.map((each) => [each.id, each.taken]));
        const names = into.map(({ cycleId, key }) => `${cycleId}/${key}`);
        for (const [at, move] of moves.entries()) {
          taken.set(move.into, (taken.get(move.into) ?? 0) + of[at]!.taken);
          if (move.becomes !== 'joined') names.push(`${move.cycleId}/${move.called.toLowerCase()}`);
        }
        expect(Math.max(0, ...taken.values())).toBeLessThanOrEqual(3);
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('what a city takes over', () => {
  it('is what it has not, and nothing else', () => {
    const full = city({ directoryId: 'ke-nakuru', population: 1, verified: true, hasLetter: true, profile: 2 });
    const all = { verification: true, letter: true, profile: true, population: true, directoryId: true };
    const none = { verification: false, letter: false, profile: false, population: false, directoryId: false };
    expect(takenOver(full, city())).toEqual(all);
    expect(takenOver(city(), full)).toEqual(none);
    expect(takenOver(full, full)).toEqual(none);
  });
});

describe('what to look at before cities are merged', () => {
  const nothing = { frameworks: [], people: 2, tooMany: false, handOvers: 0, trusting: [] };
  const codes = (of: MergingCity, into: MergingCity, found: Partial<Parameters<typeof mergeWarnings>[2]> = {}) =>
    mergeWarnings(of, into, { ...nothing, ...found }).map(({ code }) => code);

  it('is nothing where two are alike', () => expect(codes(city(), city({ id: 'b' }))).toEqual([]));

  it.each([
    ['other-place', city({ place: 'uganda' }), city()],
    ['other-kind', city({ kind: 'region' }), city()],
    ['other-directory', city({ directoryId: 'ke-nakuru' }), city({ directoryId: 'ke-nairobi' })],
    ['becomes-verified', city({ verified: true }), city()],
  ])('is %s', (code, of, into) => expect(codes(of, into)).toEqual([code]));

  it('is a full framework, too many people, a hand-over that ends, and a trust in the name that goes', () => {
    const frameworks = frameworkMoves([framework('1', 'Green', 2)], [framework('2', 'Green', 2)]);
    const found = { frameworks, people: 51, tooMany: true, handOvers: 1, trusting: ['nakuru.example'] };
    const warnings = mergeWarnings(city(), city(), { ...nothing, ...found });
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('"Green (2)"'),
      expect.stringContaining('51 people'),
      expect.stringContaining('stays an owner'),
      expect.stringContaining('nakuru.example'),
    ]);
    expect(warnings.map(({ code }) => code)).toEqual([
      'framework-full',
      'too-many-people',
      'hand-over-ends',
      'trusts-nobody',
    ]);
  });
});
