import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CITIES_CSV } from './city-directory-data.js';
import { directoryCity, searchDirectory } from './city-directory.js';

const found = (query: string, more: { limit?: number; countryCode?: string } = {}) =>
  searchDirectory(query, { limit: 5, ...more }).map(({ id }) => id);

describe('the directory of cities', () => {
  it('is the data of the project, each city with an id of its own', () => {
    const file = readFileSync(new URL('../../data/cities.csv', import.meta.url), 'utf8');
    expect(CITIES_CSV.trim()).toBe(file.trim().replaceAll('\r\n', '\n'));
    const names = file.trim().split(/\r?\n/).length - 1;
    const all = new Set('abcdefghijklmnopqrstuvwxyz'.split('').flatMap((letter) => found(letter, { limit: 2_000 })));
    expect(all.size).toBe(names);
  });

  it('knows the figures with their source, its zone and country', () => {
    expect(directoryCity('af-kabul')).toEqual({
      id: 'af-kabul',
      name: 'Kabul',
      countryCode: 'AF',
      population: { value: 4_434_550, source: 'GeoNames', year: 2026 },
      zone: 'Asia/Kabul',
    });
    expect(directoryCity('au-unley')?.population?.source).toBe("The award's pages");
    expect(directoryCity('af-atlantis')).toBeUndefined();
  });

  it.each([
    ['kabul', 'af-kabul'],
    ['KABU', 'af-kabul'],
    ['bogota', 'co-bogota'],
    ['buenos', 'ar-buenos-aires'],
    ['aires', 'ar-buenos-aires'],
    ['Lilongve', 'mw-lilongwe'],
  ])('%s finds %s first', (query, id) => {
    expect(found(query)[0]).toBe(id);
  });

  it('is bounded, narrowed by country, and empty for nothing', () => {
    expect(found('a', { limit: 3 })).toHaveLength(3);
    expect(found('san', { countryCode: 'CR' }).every((id) => id.startsWith('cr-'))).toBe(true);
    expect(found(' - ')).toEqual([]);
    expect(found('qqqqqqq')).toEqual([]);
  });
});
