import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STAGE_STATES } from '#libs/contracts';
import { type ReopeningBounds, reopeningState, reopeningWindow } from './reopening.rules.js';

const call = {
  state: 'open',
  deadlineAt: '2027-03-10T00:00:00.000Z',
  hardCloseAt: '2027-03-11T00:00:00.000Z',
} as const;
const eligibility = [{ state: 'open', deadlineAt: '2027-04-01T00:00:00.000Z' }] as const;
const bounds = (given: Partial<ReopeningBounds>): ReopeningBounds => ({
  call,
  eligibility: [...eligibility],
  at: '2027-03-01T00:00:00.000Z',
  ...given,
});

describe('in which window a reopening may end', () => {
  it('before the close of the call it may end with it, or later by the deadline of eligibility', () => {
    expect(reopeningWindow(bounds({}))).toEqual({
      after: call.deadlineAt,
      latest: '2027-04-01T00:00:00.000Z',
      mayEndWithCall: true,
    });
    const inGrace = reopeningWindow(bounds({ at: '2027-03-10T12:00:00.000Z' }));
    expect(inGrace).toMatchObject({ after: '2027-03-10T12:00:00.000Z', mayEndWithCall: true });
  });

  it('after the close it names its end; once the call is decided, eligibility has to be there', () => {
    const at = '2027-03-12T00:00:00.000Z';
    const decided = { ...call, state: 'decided' as const };
    expect(reopeningWindow(bounds({ call: decided, at }))).toMatchObject({ after: at, mayEndWithCall: false });
    expect(reopeningWindow(bounds({ call: decided, eligibility: [], at }))).toBeNull();
    const closing = { ...call, state: 'closing' as const };
    expect(reopeningWindow(bounds({ call: closing, eligibility: [], at }))).toMatchObject({ latest: null });
  });

  it('before the call opens, and when it is cancelled, there is none', () => {
    for (const state of ['scheduled', 'cancelled'] as const)
      expect(reopeningWindow(bounds({ call: { ...call, state } }))).toBeNull();
  });

  it('never begins before now, and never outlasts any eligibility', () => {
    const instant = fc.integer({ min: 0, max: 10_000 }).map((hours) => new Date(hours * 3_600_000).toISOString());
    const state = fc.constantFrom(...STAGE_STATES);
    const stage = fc.record({ state, deadlineAt: instant });
    fc.assert(
      fc.property(
        fc.record({
          call: fc.record({ state, deadlineAt: instant, hardCloseAt: instant }),
          eligibility: fc.array(stage, { maxLength: 3 }),
          at: instant,
        }),
        (given) => {
          const window = reopeningWindow(given);
          if (!window) return;
          expect(window.after >= given.at && window.after >= given.call.deadlineAt).toBe(true);
          for (const { deadlineAt } of given.eligibility) expect(window.latest! <= deadlineAt).toBe(true);
          if (window.mayEndWithCall) expect(given.call.state).toBe('open');
        },
      ),
    );
  });
});

describe('where a reopening stands', () => {
  const open = { confirmed: false, withdrawn: false, lasts: true, isLast: true };
  it.each([
    ['open', {}],
    ['confirmed', { confirmed: true, lasts: false, isLast: false }],
    ['lapsed', { lasts: false }],
    ['lapsed', { isLast: false }],
    ['withdrawn', { withdrawn: true }],
    ['lapsed', { withdrawn: true, lasts: false }],
  ] as const)('%s', (state, more) => expect(reopeningState({ ...open, ...more })).toBe(state));
});
