import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareRationals, dividedBy, fromNumber, minus, rational, sum, times, toNumber } from './rational.js';

describe('rational', () => {
  it('reads numbers as they are written', () => {
    expect(fromNumber(0.1)).toEqual(rational(1n, 10n));
    expect(fromNumber(-2.5)).toEqual(rational(-5n, 2n));
    expect(fromNumber(1e21)).toEqual(rational(10n ** 21n));
    expect(fromNumber(1.5e-7)).toEqual(rational(3n, 20_000_000n));
    expect(() => fromNumber(Number.NaN)).toThrow(RangeError);
  });

  it('calculates exactly', () => {
    expect(sum([0.1, 0.2].map(fromNumber))).toEqual(fromNumber(0.3));
    expect(minus(fromNumber(1), rational(1n, 3n))).toEqual(rational(2n, 3n));
    expect(dividedBy(times(rational(2n, 3n), rational(3n, 5n)), rational(-2n, 5n))).toEqual(rational(-1n));
    expect(() => rational(1n, 0n)).toThrow(RangeError);
  });

  it('rounds halves away from zero', () => {
    expect(toNumber(rational(2n, 3n))).toBe(0.666667);
    expect(toNumber(fromNumber(0.0000005))).toBe(0.000001);
    expect(toNumber(fromNumber(-0.125), 2)).toBe(-0.13);
  });

  it('gives back and compares any number', () => {
    const anyNumber = fc.integer({ min: -1e6, max: 1e6 }).map((millionths) => millionths / 1e6);
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => {
        expect(toNumber(fromNumber(a))).toBe(a + 0);
        expect(compareRationals(fromNumber(a), fromNumber(b))).toBe(Math.sign(a - b) + 0);
      }),
    );
  });
});
