import { describe, expect, it } from '@jest/globals';
import { inBothZones, inUtcAndHere, table } from './output.js';

describe('output', () => {
  it('shows an instant in two zones, by their names', () => {
    const zoned = { utc: '2026-11-23T09:00:00.000Z', local: '2026-11-23T17:00:00.000+08:00', zone: 'Asia/Shanghai' };
    expect(inBothZones(zoned)).toBe('2026-11-23 17:00:00 Asia/Shanghai (2026-11-23 09:00:00 UTC)');
    expect(inUtcAndHere(zoned.utc, 'America/Bogota')).toBe(
      '2026-11-23 09:00:00 UTC (2026-11-23 04:00:00 America/Bogota)',
    );
    expect(inUtcAndHere(zoned.utc, 'UTC')).toBe('2026-11-23 09:00:00 UTC');
  });

  it('aligns the columns of a table', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['long', 'x'],
          ['s', ''],
        ],
      ),
    ).toBe('a     b\n----  -\nlong  x\ns');
  });
});
