import { describe, expect, it } from '@jest/globals';
import { expectedEntries } from './forecast.rules.js';

const call = (byThen: number, total: number, title = 'An earlier call') => ({ title, byThen, total });
/** What is known of the six editions; the middle two had 273 and 274 entries. */
const PAST = [255, 259, 301, 313, 273, 274].map((entries, index) => ({ title: `Edition ${index + 1}`, entries }));

describe('the entries expected at the deadline', () => {
  it('are those received by the share that earlier calls had received by then, all of them together', () => {
    expect(expectedEntries(40, [call(50, 200)], PAST)).toEqual({
      count: 160,
      source: 'earlier-cycles',
      of: ['An earlier call'],
    });
    // 30 of 100 and 30 of 200: a fifth of 300.
    expect(expectedEntries(11, [call(30, 100), call(30, 200)], [])).toMatchObject({ count: 55 });
    expect(expectedEntries(7, [call(3, 3)], [])).toMatchObject({ count: 7 });
  });

  it('are the mean of the earlier totals as long as hardly any of theirs were in', () => {
    expect(expectedEntries(3, [call(4, 100), call(5, 101)], [])).toMatchObject({ count: 101 });
    expect(expectedEntries(120, [call(0, 100)], [])).toMatchObject({ count: 120 });
    expect(expectedEntries(3, [call(5, 100)], [])).toMatchObject({ count: 60 });
  });

  it('are the median of past editions, of which no curve is known; never less than there are', () => {
    expect(expectedEntries(10, [], PAST)).toEqual({
      count: 274,
      source: 'past-editions',
      of: PAST.map(({ title }) => title),
    });
    expect(expectedEntries(10, [call(0, 0)], PAST.slice(0, 3))).toMatchObject({ count: 259, source: 'past-editions' });
    expect(expectedEntries(300, [], PAST)).toMatchObject({ count: 300 });
  });

  it('are not known where nothing was before', () => {
    expect(expectedEntries(10, [], [])).toEqual({ count: null, source: 'not-known', of: [] });
  });
});
