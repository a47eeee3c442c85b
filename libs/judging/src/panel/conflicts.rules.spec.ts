import { describe, expect, it } from '@jest/globals';
import { inWords } from '#libs/words/pure';
import { conflictsOf } from './conflicts.rules.js';

const person = { id: 'p', cityIds: ['malmo'], countryCodes: ['SE', 'DK'], employers: ['Institute  of Cities'] };
const entry = { id: 'e', cityId: 'quito', countryCode: 'EC' };
const codes = (...args: Parameters<typeof conflictsOf>) => conflictsOf(...args).map(({ code }) => code);

describe('conflictsOf', () => {
  it('finds none where there is none', () => {
    expect(conflictsOf(person, entry)).toEqual([]);
    expect(conflictsOf(person, entry, [{ personId: 'p', entryId: 'other' }])).toEqual([]);
    expect(conflictsOf(person, entry, [{ personId: 'other', entryId: 'e' }])).toEqual([]);
  });

  it('finds each kind', () => {
    expect(codes(person, { ...entry, cityId: 'malmo' })).toEqual(['same-city']);
    expect(codes(person, { ...entry, countryCode: 'se' })).toEqual(['same-country']);
    expect(codes(person, { ...entry, contactIds: ['p'] })).toEqual(['own-entry']);
    expect(codes(person, { ...entry, coSubmitterIds: ['p'] })).toEqual(['co-submission']);
    expect(codes(person, { ...entry, organisations: ['institute of cities '] })).toEqual(['same-employer']);
    expect(codes(person, entry, [{ personId: 'p', entryId: 'e' }])).toEqual(['declared']);
  });

  it('gives all of them, with words', () => {
    const found = conflictsOf(person, { ...entry, cityId: 'malmo', countryCode: 'SE' });
    expect(found.map(({ message }) => inWords(message, 'en'))).toEqual([
      'The person belongs to the city of this entry.',
      'The person and the entry are from the same country (SE).',
    ]);
  });
});
