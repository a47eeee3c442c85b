import { describe, expect, it } from '@jest/globals';
import type { ComplaintFacts } from '#libs/contracts/pure';
import { type ComplaintView, nextComplaintMove } from './complaint.rules.js';

const at = (day: number) => Date.UTC(2027, 0, day);
const instant = (day: number) => new Date(at(day)).toISOString();
const facts: ComplaintFacts = {
  complaintId: 'x',
  cycleId: 'c',
  stageKey: 'screening',
  programme: 'test',
  state: 'open',
  dueAt: instant(30),
  ladder: [
    { step: 'P10D', at: instant(20) },
    { step: 'P3D', at: instant(27) },
  ],
};
const view = (changes: Partial<ComplaintView> = {}): ComplaintView => ({
  facts,
  lookWanted: false,
  remindedAt: null,
  overdueTold: false,
  finished: false,
  ...changes,
});
const next = (changes: Partial<ComplaintView>, now: number, parked: string[] = []) =>
  nextComplaintMove(view(changes), now, (key) => parked.includes(key));

describe('nextComplaintMove', () => {
  it('looks first, and whenever somebody says so', () => {
    expect(next({ facts: null, lookWanted: true }, at(1))).toEqual({ do: 'look' });
    expect(next({ lookWanted: true }, at(31))).toEqual({ do: 'look' });
    expect(next({ facts: null }, at(1))).toEqual({ do: 'wait', until: undefined });
  });

  it('does nothing by the clock while its cycle is paused', () => {
    const paused = { ...facts, pausedAt: instant(5) };
    for (const day of [21, 31]) expect(next({ facts: paused }, at(day))).toEqual({ do: 'wait', until: undefined });
    expect(next({ facts: paused, lookWanted: true }, at(31))).toEqual({ do: 'look' });
    expect(next({ facts: { ...paused, state: 'cancelled' } }, at(31))).toEqual({ do: 'finish' });
  });

  it('waits for the next step, then for the day the answer is due, then for a message', () => {
    expect(next({}, at(1))).toEqual({ do: 'wait', until: at(20) });
    expect(next({ remindedAt: instant(20) }, at(20))).toEqual({ do: 'wait', until: at(27) });
    expect(next({ remindedAt: instant(27) }, at(28))).toEqual({ do: 'wait', until: at(30) });
    expect(next({ overdueTold: true }, at(40))).toEqual({ do: 'wait', until: undefined });
  });

  it('reminds of a step at its instant, and of the latest of those missed', () => {
    expect(next({}, at(20))).toEqual({ do: 'remind', step: facts.ladder[0] });
    expect(next({}, at(28))).toEqual({ do: 'remind', step: facts.ladder[1] });
    expect(next({}, at(30))).toEqual({ do: 'overdue' });
  });

  it('finishes when it is settled or cancelled, and ends', () => {
    for (const state of ['settled', 'cancelled'] as const)
      expect(next({ facts: { ...facts, state } }, at(31))).toEqual({ do: 'finish' });
    expect(next({ finished: true }, at(31))).toEqual({ do: 'end' });
  });

  it('goes past what is parked', () => {
    expect(next({}, at(20), ['complaint-remind'])).toEqual({ do: 'wait', until: at(27) });
    expect(next({}, at(31), ['complaint-overdue'])).toEqual({ do: 'wait', until: undefined });
  });
});
