import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { problemCodeOf } from '../../../../../test/support/problem-code.js';
import { readCursor, toPage, writeCursor } from './page.js';

describe('pages', () => {
  const key = z.tuple([z.string(), z.int()]);

  it('end with a cursor only when there is more', () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
    const page = toPage(
      rows,
      2,
      ({ n }) => ['a', n],
      ({ n }) => n,
    );
    expect(page).toEqual({ items: [1, 2], next: expect.any(String) });
    expect(readCursor(page.next!, key)).toEqual(['a', 2]);
    expect(
      toPage(
        rows,
        3,
        ({ n }) => n,
        ({ n }) => n,
      ),
    ).toEqual({ items: [1, 2, 3], next: null });
    expect(
      toPage(
        [],
        3,
        () => null,
        () => 0,
      ),
    ).toEqual({ items: [], next: null });
  });

  it('refuse a cursor of something else', () => {
    expect(readCursor(undefined, key)).toBeUndefined();
    for (const cursor of ['', '!', writeCursor(['a']), writeCursor({ a: 1 })]) {
      expect(problemCodeOf(() => readCursor(cursor, key))).toBe('invalid-request');
    }
  });
});
