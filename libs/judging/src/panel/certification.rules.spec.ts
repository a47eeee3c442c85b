import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inWords } from '#libs/words/pure';
import { isCovered, type NamedCertifier, namingProblem, placeOf } from './certification.rules.js';

const named: NamedCertifier[] = [
  { personId: 'ana', standsInFor: null },
  { personId: 'ben', standsInFor: null },
  { personId: 'sam', standsInFor: 'ana' },
];
const everybody = new Set(['ana', 'ben', 'sam', 'zoe']);

describe('placeOf', () => {
  it('lets anybody of the roles certify when nobody is named', () => {
    expect(placeOf('zoe', [], everybody, 2)).toEqual({ inPlaceOf: null });
    expect(placeOf('eve', [], everybody, 2)).toBeNull();
  });

  it('lets the named and their stand-ins certify, and says in whose place', () => {
    expect(placeOf('ana', named, everybody, 2)).toEqual({ inPlaceOf: null });
    expect(placeOf('sam', named, everybody, 2)).toEqual({ inPlaceOf: 'ana' });
    expect(placeOf('zoe', named, everybody, 2)).toBeNull();
  });

  it('lets others fill up when fewer are named than needed, or one has left without a stand-in', () => {
    expect(placeOf('zoe', named, everybody, 3)).toEqual({ inPlaceOf: null });
    expect(placeOf('zoe', named, new Set(['ana', 'sam', 'zoe']), 2)).toEqual({ inPlaceOf: null });
    expect(placeOf('zoe', named, new Set(['ben', 'sam', 'zoe']), 2)).toBeNull();
  });

  it('lets nobody certify without the role, named or not', () => {
    expect(placeOf('ana', named, new Set(['ben']), 2)).toBeNull();
  });
});

describe('namingProblem', () => {
  const problem = (personId: string, standsInFor: string | null) => {
    const said = namingProblem(named, { personId, standsInFor });
    return said && inWords(said, 'en');
  };

  it('lets what holds together', () => {
    expect(problem('zoe', null)).toBeNull();
    expect(problem('zoe', 'ben')).toBeNull();
    expect(problem('sam', 'ana')).toBeNull();
    expect(problem('ana', null)).toBeNull();
  });

  it.each<[string, string | null, RegExp]>([
    ['ben', 'ana', /in their own right/],
    ['sam', null, /stands in for somebody else/],
    ['sam', 'ben', /stands in for somebody else/],
    ['zoe', 'ana', /has a stand-in/],
    ['zoe', 'sam', /before the one who stands in/],
    ['zoe', 'eve', /before the one who stands in/],
    ['zoe', 'zoe', /themselves/],
  ])('refuses %s for %s', (personId, standsInFor, words) => {
    expect(problem(personId, standsInFor)).toMatch(words);
  });

  it('never makes a person both certifier and stand-in, nor gives a certifier two stand-ins', () => {
    const person = fc.constantFrom('a', 'b', 'c', 'd');
    const naming = fc.record({ personId: person, standsInFor: fc.option(person) });
    fc.assert(
      fc.property(fc.array(naming, { maxLength: 12 }), (namings) => {
        const list: NamedCertifier[] = [];
        for (const each of namings)
          if (namingProblem(list, each) === null && !list.some(({ personId }) => personId === each.personId))
            list.push(each);
        const stoodFor = list.flatMap(({ standsInFor }) => standsInFor ?? []);
        expect(new Set(stoodFor).size).toBe(stoodFor.length);
        for (const id of stoodFor) expect(list).toContainEqual({ personId: id, standsInFor: null });
      }),
    );
  });
});

describe('isCovered', () => {
  const coSigned = [{ entryId: 'e', codes: ['same-city', 'same-country'] }];
  it('covers what was known, and nothing that came up since', () => {
    expect(isCovered([], [])).toBe(true);
    expect(isCovered([{ entryId: 'e', codes: ['same-city'] }], coSigned)).toBe(true);
    expect(isCovered([{ entryId: 'e', codes: ['own-entry'] }], coSigned)).toBe(false);
    expect(isCovered([{ entryId: 'f', codes: ['same-city'] }], coSigned)).toBe(false);
  });
});
