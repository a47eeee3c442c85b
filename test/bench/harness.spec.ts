import { describe, expect, it } from '@jest/globals';
import { atLeastRatio, below, median, table } from './harness.js';

describe('bench harness', () => {
  it('takes the middle', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
    expect(() => median([])).toThrow();
  });

  it('judges figures by their targets', () => {
    const figure = { name: 'a', value: 30, unit: 'events/s' };
    expect(atLeastRatio({ ...figure, yardstick: 100 }, 0.3)).toMatchObject({ ratio: 0.3, holds: true });
    expect(atLeastRatio({ ...figure, yardstick: 101 }, 0.3).holds).toBe(false);
    expect(below({ ...figure, unit: 'ms' }, 30)).toMatchObject({ target: '< 30 ms', holds: false });
  });

  it('shows what was missed', () => {
    const shown = table([{ suite: 's', ...below({ name: 'latency', value: 61.234, unit: 'ms' }, 50) }]);
    expect(shown.split('\n')[2]).toMatch(/^s\s+latency\s+61\.2 ms\s+–\s+–\s+< 50 ms\s+NO$/);
  });
});
