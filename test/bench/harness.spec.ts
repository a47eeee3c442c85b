import { describe, expect, it } from '@jest/globals';
import { atLeastRatio, atMostRatio, below, median, noted, quantile, table } from './harness.js';

describe('bench harness', () => {
  it('takes the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
    expect(() => median([])).toThrow();
  });

  it('takes quantiles by the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0, 0.5, 0.99, 1].map((share) => quantile(hundred, share))).toEqual([1, 50, 99, 100]);
    expect(quantile([7], 0.99)).toBe(7);
    expect(() => quantile([], 1)).toThrow();
  });

  it('judges figures by their targets', () => {
    const figure = { name: 'a', value: 30, unit: 'events/s' };
    expect(atLeastRatio({ ...figure, yardstick: 100 }, 0.3)).toMatchObject({ ratio: 0.3, holds: true });
    expect(atLeastRatio({ ...figure, yardstick: 101 }, 0.3).holds).toBe(false);
    expect(atMostRatio({ ...figure, yardstick: 10 }, 3).holds).toBe(true);
    expect(atMostRatio({ ...figure, yardstick: 9.9 }, 3).holds).toBe(false);
    expect(noted(figure)).toMatchObject({ target: '–', holds: true });
    expect(below({ ...figure, unit: 'ms' }, 30)).toMatchObject({ target: '< 30 ms', holds: false });
  });

  it('shows what was missed', () => {
    const shown = table([{ suite: 's', ...below({ name: 'latency', value: 61.234, unit: 'ms' }, 50) }]);
    expect(shown.split('\n')[2]).toMatch(/^s\s+latency\s+61\.2 ms\s+–\s+–\s+< 50 ms\s+NO$/);
  });
});
