import { describe, expect, it } from '@jest/globals';
import { problemCodeOf } from '../../../../../test/support/problem-code.js';
import { readIfMatch, requireVersion } from './etag.js';

describe('If-Match', () => {
  it('names one version', () => {
    expect(readIfMatch(' "12" ')).toBe(12);
    expect(problemCodeOf(() => readIfMatch(undefined))).toBe('precondition-required');
    for (const tag of ['*', 'W/"1"', '"1", "2"', '"abc"', '"-1"', '""'])
      expect(problemCodeOf(() => readIfMatch(tag))).toBe('precondition-failed');
    for (const tag of ['12', '{}', '"1', '"1" "2"', '"1",'])
      expect(problemCodeOf(() => readIfMatch(tag))).toBe('invalid-request');
  });

  it('keeps both texts when it is stale', () => {
    expect(() => requireVersion(3, 3)).not.toThrow();
    expect(() => requireVersion(2, 3, { yours: 'a', theirs: 'b' })).toThrow(
      expect.objectContaining({
        code: 'stale-version',
        document: expect.objectContaining({ yours: 'a', theirs: 'b', version: 3 }),
      }),
    );
  });
});
