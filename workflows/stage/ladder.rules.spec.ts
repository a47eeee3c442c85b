import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StageFacts } from '#libs/contracts/pure';
import { dueReminder, stepsAhead, type Reminded } from './ladder.rules.js';
import { instant, newStage } from '../in-memory/records.js';

const DAY = 86_400_000;
const LADDER = { P14D: 14 * DAY, P7D: 7 * DAY, P1D: DAY };
const never: Reminded = { lastAt: null, steps: [], movedAt: 0 };

/** An open stage: opened on day 0, its deadline on the given day. */
function open(deadline: number, ladder: Record<string, number> = LADDER): StageFacts {
  const spec = { key: 'call', opensAt: instant(0), deadlineAt: instant(deadline * DAY), ladder };
  return { ...newStage('cycle', spec, undefined).facts, state: 'open', openedAt: instant(0) };
}

const due = (facts: StageFacts, reminded: Reminded, day: number) =>
  dueReminder(facts, reminded, day * DAY)?.step ?? null;

describe('the reminder that is due', () => {
  test.each<[string, number, Reminded, number, string | null]>([
    ['none before the first step', 60, never, 45.9, null],
    ['a step at its instant', 60, never, 46, 'P14D'],
    ['not again', 60, { ...never, lastAt: 46 * DAY, steps: ['P14D'] }, 47, null],
    ['the latest of those missed', 60, never, 54, 'P7D'],
    ['none at the deadline', 60, never, 60, null],
    ['none for steps before the opening', 10, never, 2, null],
    [
      'a step the old deadline had, at its new instant',
      90,
      { lastAt: 59 * DAY, steps: ['P14D'], movedAt: 59 * DAY },
      76,
      'P14D',
    ],
    [
      'not one that a move put into the past after it was sent',
      61,
      { lastAt: 46 * DAY, steps: ['P14D'], movedAt: 50 * DAY },
      50,
      null,
    ],
    ['one that a move put into the past before it was sent', 40, { ...never, movedAt: 30 * DAY }, 30, 'P14D'],
  ])('%s', (_what, deadline, reminded, day, step) => {
    expect(due(open(deadline), reminded, day)).toBe(step);
  });

  test('whenever the workflow looks, it reminds of each step at most once, in order, never past the deadline', () => {
    const moments = fc.array(fc.double({ min: 0, max: 80, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 20, max: 70 }), (looks, deadline) => {
        const facts = open(deadline);
        const sent: string[] = [];
        let reminded = never;
        for (const day of looks.sort((a, b) => a - b)) {
          const step = due(facts, reminded, day);
          if (!step) continue;
          expect(day).toBeLessThan(deadline);
          sent.push(step);
          reminded = { ...reminded, lastAt: day * DAY, steps: [...sent] };
        }
        const order = Object.keys(LADDER);
        expect(sent).toEqual(order.filter((step) => sent.includes(step)));
      }),
    );
  });
});

test('the steps ahead are in order of time and before the deadline', () => {
  const facts = open(60, { P1D: DAY, P14D: 14 * DAY, P7D: 7 * DAY, PT0S: 0 });
  expect(stepsAhead(facts, 50 * DAY).map(({ step }) => step)).toEqual(['P7D', 'P1D']);
});
