import { describe, expect, it } from '@jest/globals';
import { fieldErrorOf } from '#libs/words/pure';
import { isUnplaced, placeIn, territoryProblems } from './territory.rules.js';

const territory = (key: string, isoCode: string | null, more: { partOf?: string; retired?: boolean } = {}) => ({
  key,
  isoCode,
  region: 'Europe',
  partOf: null,
  retired: false,
  ...more,
});
const UK = [
  territory('united-kingdom', 'GB'),
  territory('scotland', 'GB', { partOf: 'united-kingdom' }),
  territory('free-port', null),
  territory('yonder', 'YY', { retired: true }),
  territory('kenya', 'KE'),
];

describe('the territory a city names', () => {
  const placed = (named: { territory?: string; countryCode?: string }) => {
    const found = placeIn(UK, named);
    if (!isUnplaced(found)) return found.key;
    const { pointer, allowed } = fieldErrorOf(found);
    return { pointer, allowed };
  };

  it.each([
    [{ territory: 'scotland' }, 'scotland'],
    [{ territory: 'scotland', countryCode: 'GB' }, 'scotland'],
    [{ territory: 'free-port' }, 'free-port'],
    [{ countryCode: 'KE' }, 'kenya'],
  ])('%j is %s', (named, key) => {
    expect(placed(named)).toBe(key);
  });

  it.each([
    [{ countryCode: 'GB' }, { pointer: '/territory', allowed: 'united-kingdom, scotland' }],
    [
      { territory: 'scotland', countryCode: 'KE' },
      { pointer: '/countryCode', allowed: 'GB' },
    ],
    [
      { territory: 'free-port', countryCode: 'KE' },
      { pointer: '/countryCode', allowed: 'none' },
    ],
    [{ territory: 'yonder' }, { pointer: '/territory' }],
    [{ countryCode: 'YY' }, { pointer: '/countryCode' }],
    [{ countryCode: 'XX' }, { pointer: '/countryCode' }],
    [{ territory: 'atlantis' }, { pointer: '/territory' }],
    [{}, { pointer: '/countryCode' }],
  ])('%j is refused, saying what may stand there', (named, refusal) => {
    expect(placed(named)).toMatchObject({ allowed: expect.any(String), ...refusal });
  });
});

describe('what goes together with a list', () => {
  const list = { regions: [{ key: 'Europe' }], territories: UK };
  const pointers = (key: string, partOf: string | null, region = 'Europe') =>
    territoryProblems({ key, partOf, region }, list).map(({ pointer }) => pointer);

  it('a region of the list, and a whole that is part of nothing', () => {
    expect(pointers('wales', 'united-kingdom')).toEqual([]);
    expect(pointers('kenya', null)).toEqual([]);
  });

  it.each([
    ['kenya', null, 'Nowhere', ['/region']],
    ['kenya', 'atlantis', 'Europe', ['/partOf']],
    ['kenya', 'kenya', 'Europe', ['/partOf']],
    ['kenya', 'scotland', 'Europe', ['/partOf']],
    ['united-kingdom', 'kenya', 'Europe', ['/partOf']],
  ])('%s, part of %s, in %s is refused', (key, partOf, region, refused) => {
    expect(pointers(key, partOf, region)).toEqual(refused);
  });
});
