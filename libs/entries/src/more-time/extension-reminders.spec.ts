import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ladderSteps } from '#libs/cycles';
import { reminderPlan } from './extension-reminders.js';

const at = (day: number, hour = 0) => new Date(Date.UTC(2027, 2, 1 + day, hour)).toISOString();
const until = at(40);
const ladder = ladderSteps(['P30D', 'P7D', 'P1D'], until, 'UTC');
const plan = (now: string, { grantedAt = at(0), reminded = [] as string[] } = {}) =>
  reminderPlan({ until, grantedAt, reminded }, ladder, now);

describe('reminders of an extension', () => {
  it('go at the steps of the ladder, counted from its end', () => {
    expect(plan(at(5))).toEqual({ due: null, next: at(10) });
    expect(plan(at(10))).toEqual({ due: 'P30D', next: at(33) });
    expect(plan(at(33), { reminded: ['P30D'] })).toEqual({ due: 'P7D', next: at(39) });
    expect(plan(at(39), { reminded: ['P30D', 'P7D'] })).toEqual({ due: 'P1D', next: null });
  });

  it('collapse into the latest where some were missed; what is older is not made up for', () => {
    expect(plan(at(35))).toEqual({ due: 'P7D', next: at(39) });
    expect(plan(at(36), { reminded: ['P7D'] })).toEqual({ due: null, next: at(39) });
  });

  it('leave out what lies before the grant', () => {
    expect(plan(at(20), { grantedAt: at(15) })).toEqual({ due: null, next: at(33) });
    expect(plan(at(39, 12), { grantedAt: at(39, 6) })).toEqual({ due: null, next: null });
  });

  it('never say a step twice, nor an earlier one after a later, however often and whenever they are asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 41 * 24 }), { maxLength: 40 }), (hours) => {
        const reminded: string[] = [];
        for (const hour of hours.toSorted((a, b) => a - b)) {
          const now = at(0, hour);
          const { due, next } = plan(now, { reminded });
          if (due) reminded.push(due);
          expect(next === null || (next > now && next < until)).toBe(true);
          expect(plan(now, { reminded }).due).toBeNull();
        }
        const order = ladder.map(({ step }) => step);
        const places = reminded.map((step) => order.indexOf(step));
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
      }),
    );
  });
});
