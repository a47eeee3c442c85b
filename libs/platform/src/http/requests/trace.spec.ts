import { describe, expect, it } from '@jest/globals';
import { requestIdOf, traceOf } from './trace.js';

describe('traces', () => {
  it('go on when they are good, begin anew when not', () => {
    const given = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    expect(traceOf(given)).toEqual({
      traceId: 'a'.repeat(32),
      spanId: expect.stringMatching(/^(?!b{16})[0-9a-f]{16}$/),
      traceparent: expect.stringMatching(/^00-a{32}-[0-9a-f]{16}-00$/),
    });
    for (const bad of [undefined, '', 'x', given.replace('00-a', 'ff-a'), given.replaceAll('a', '0')]) {
      expect(traceOf(bad).traceparent).toMatch(/^00-(?!a{32}|0{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    }
  });

  it('take a harmless request id only', () => {
    expect(requestIdOf({ headers: { 'x-request-id': 'abc-12345' } })).toBe('abc-12345');
    for (const id of [undefined, 'short', 'line\nbreak-12', 'x'.repeat(101)]) {
      expect(requestIdOf({ headers: { 'x-request-id': id } })).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });
});
