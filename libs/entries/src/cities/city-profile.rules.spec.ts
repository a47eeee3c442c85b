import { describe, expect, it } from '@jest/globals';
import { profileWarnings } from './city-profile.rules.js';

const of = (value: number) => ({ value, source: 'Statistical yearbook', year: 2025 });

describe('what to look at again in a profile', () => {
  it.each([
    [1000, 10, 100],
    [1000, 10, 105],
    [1000, 10, 95],
    [1000, 10, undefined],
    [1000, undefined, 7],
    [undefined, 10, 7],
  ])('nothing: %s people on %s km², %s a km²', (population, surface, density) => {
    const figures = { population, surface, density };
    const given = Object.entries(figures).flatMap(([name, value]) => (value === undefined ? [] : [[name, of(value)]]));
    expect(profileWarnings(Object.fromEntries(given))).toEqual([]);
  });

  it.each([105.1, 94.9, 0])('a density of %s for 1,000 people on 10 km²', (density) => {
    expect(profileWarnings({ population: of(1000), surface: of(10), density: of(density) })).toEqual([
      { pointer: '/figures/density', message: expect.stringContaining('100.0 people') },
    ]);
  });
});
