import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CLARIFICATION_STATES, type ClarificationFacts } from '#libs/contracts/pure';
import { type ClarificationView, nextClarificationMove } from './clarification.rules.js';

const at = (day: number) => Date.UTC(2027, 0, day);
const instant = (day: number) => new Date(at(day)).toISOString();
const facts: ClarificationFacts = {
  clarificationId: 'x',
  cycleId: 'c',
  stageKey: 'eligibility',
  programme: 'test',
  state: 'open',
  dueAt: instant(30),
  deadlineVersion: 1,
  ladder: [
    { step: 'P10D', at: instant(20) },
    { step: 'P3D', at: instant(27) },
  ],
  pausedAt: null,
};
const view = (changes: Partial<ClarificationView> = {}): ClarificationView => ({
  facts,
  lookWanted: false,
  remindedAt: null,
  finished: false,
  ...changes,
});
const next = (changes: Partial<ClarificationView>, now: number, parked: string[] = []) =>
  nextClarificationMove(view(changes), now, (key) => parked.includes(key));

describe('nextClarificationMove', () => {
  it('looks first, and whenever somebody says so', () => {
    expect(next({ facts: null, lookWanted: true }, at(1))).toEqual({ do: 'look' });
    expect(next({ lookWanted: true }, at(31))).toEqual({ do: 'look' });
    expect(next({ facts: null }, at(1))).toEqual({ do: 'wait', until: undefined });
  });

  it('waits for the next step, then for the deadline, and times out at it', () => {
    expect(next({}, at(1))).toEqual({ do: 'wait', until: at(20) });
    expect(next({ remindedAt: instant(20) }, at(20))).toEqual({ do: 'wait', until: at(27) });
    expect(next({ remindedAt: instant(27) }, at(30) - 1)).toEqual({ do: 'wait', until: at(30) });
    expect(next({ remindedAt: instant(27) }, at(30))).toEqual({ do: 'timeOut' });
  });

  it('reminds of a step at its instant, of the latest of those missed, and anew when the deadline has moved', () => {
    expect(next({}, at(20))).toEqual({ do: 'remind', step: facts.ladder[0] });
    expect(next({}, at(28))).toEqual({ do: 'remind', step: facts.ladder[1] });
    const later = { ...facts, dueAt: instant(40), deadlineVersion: 2, ladder: [{ step: 'P3D', at: instant(37) }] };
    expect(next({ facts: later, remindedAt: instant(27) }, at(28))).toEqual({ do: 'wait', until: at(37) });
    expect(next({ facts: later, remindedAt: instant(27) }, at(37))).toEqual({ do: 'remind', step: later.ladder[0] });
  });

  it('does nothing by the clock while its cycle is paused', () => {
    const paused = { ...facts, pausedAt: instant(19) };
    for (const day of [20, 28, 31]) expect(next({ facts: paused }, at(day))).toEqual({ do: 'wait', until: undefined });
    expect(next({ facts: paused, lookWanted: true }, at(31))).toEqual({ do: 'look' });
  });

  it('finishes in whatever state it is over, paused or not, and ends', () => {
    for (const state of CLARIFICATION_STATES.filter((each) => each !== 'open'))
      for (const pausedAt of [null, instant(19)])
        expect(next({ facts: { ...facts, state, pausedAt } }, at(31))).toEqual({ do: 'finish' });
    expect(next({ finished: true }, at(31))).toEqual({ do: 'end' });
  });

  it('goes past what is parked', () => {
    expect(next({}, at(20), ['clarification-remind'])).toEqual({ do: 'wait', until: at(27) });
    expect(next({}, at(31), ['clarification-time-out'])).toEqual({ do: 'wait', until: undefined });
  });

  it('never times out before the deadline, and never waits for an instant that has passed', () => {
    const days = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(days, days, fc.option(days), fc.boolean(), (due, now, reminded, paused) => {
        const given = { ...facts, dueAt: instant(due), pausedAt: paused ? instant(1) : null };
        const move = next({ facts: given, remindedAt: reminded === null ? null : instant(reminded) }, at(now));
        if (move.do === 'timeOut' && now < due) return false;
        return move.do !== 'wait' || move.until === undefined || move.until > at(now);
      }),
    );
  });
});
