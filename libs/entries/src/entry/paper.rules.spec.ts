import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mayAttest, mayConfirm, paperState, timelinessOf } from './paper.rules.js';

const end = { deadlineAt: '2027-03-10T00:00:00.000Z', hardCloseAt: '2027-03-11T00:00:00.000Z', closedAt: null };

describe('what an arrival is', () => {
  it.each([
    ['2027-03-09T23:59:59.999Z', 'in-time'],
    ['2027-03-10T00:00:00.000Z', 'late'],
    ['2027-03-10T23:59:59.999Z', 'late'],
    ['2027-03-11T00:00:00.000Z', 'too-late'],
  ])('requirement 9: on %s it is %s', (at, what) => expect(timelinessOf(at, end)).toBe(what));

  it('goes by the close where somebody closed the call before its time, and not by one after it', () => {
    const closed = { ...end, closedAt: '2027-03-01T00:00:00.000Z' };
    expect(timelinessOf('2027-03-02T00:00:00.000Z', closed)).toBe('too-late');
    expect(timelinessOf('2027-02-28T00:00:00.000Z', closed)).toBe('in-time');
    expect(timelinessOf('2027-03-11T00:00:01.000Z', { ...end, closedAt: '2027-03-11T00:00:03.000Z' })).toBe('too-late');
  });

  it('never gets better by arriving later', () => {
    const hour = fc.integer({ min: 0, max: 2000 }).map((hours) => new Date(hours * 3_600_000).toISOString());
    const order = ['in-time', 'late', 'too-late'];
    const call = fc.tuple(hour, hour, fc.option(hour)).map(([a, b, closedAt]) => {
      const [deadlineAt, hardCloseAt] = [a, b].toSorted() as [string, string];
      return { deadlineAt, hardCloseAt, closedAt };
    });
    fc.assert(
      fc.property(hour, hour, call, (a, b, of) => {
        const [first, second] = [a, b].toSorted().map((at) => order.indexOf(timelinessOf(at, of)));
        expect(first!).toBeLessThanOrEqual(second!);
      }),
    );
  });
});

describe('where a paper stands', () => {
  const none = { attested: false, declared: false, seconded: false, counts: false, lasts: true, withdrawn: false };
  it.each([
    ['transcribing', {}],
    ['to-confirm', { attested: true }],
    ['declared', { attested: true, declared: true }],
    ['lapsed', { attested: true, lasts: false }],
    ['withdrawn', { attested: true, withdrawn: true }],
    ['confirmed', { attested: true, counts: true, lasts: false }],
    ['counted', { attested: true, declared: true, seconded: true, counts: true }],
    ['confirmed', { attested: true, declared: true, counts: true }],
  ] as const)('%s', (state, more) => expect(paperState({ ...none, ...more })).toBe(state));
});

describe('whose hands', () => {
  it('requirement 17: nobody checks their own typing, and nobody who had it in hand confirms it for the city', () => {
    const hands = { registeredBy: 'r', typists: ['t', 'u'], attestedBy: 'a' };
    expect(['r', 't', 'u', 'a', 'x'].filter((person) => mayAttest(person, hands))).toEqual(['r', 'a', 'x']);
    expect(['r', 't', 'u', 'a', 'x'].filter((person) => mayConfirm(person, hands))).toEqual(['x']);
  });
});
