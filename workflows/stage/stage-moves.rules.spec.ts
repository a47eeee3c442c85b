import { describe, expect, test } from '@jest/globals';
import type { StageFacts } from '#libs/contracts/pure';
import { nextMove, type StageView } from './stage-moves.rules.js';
import { instant, newStage } from '../in-memory/records.js';

const HOUR = 3_600_000;
const spec = {
  key: 'jury',
  opensAt: instant(10 * HOUR),
  deadlineAt: instant(20 * HOUR),
  grace: HOUR,
  ladder: { PT5H: 5 * HOUR },
  releases: [
    { audience: 'concerned', when: instant(30 * HOUR) },
    { audience: 'public', when: 'command' },
  ],
} as const;

/** What the workflow of a stage knows, with changes to its row and its memory. */
function view(facts: Partial<StageFacts>, memory: Partial<StageView> = {}): StageView {
  const row = newStage('cycle', { ...spec, releases: [...spec.releases] }, undefined).facts;
  return {
    facts: { ...row, ...facts },
    lookWanted: false,
    nothingOwed: false,
    prepared: 'done',
    proposed: false,
    committedAt: 0,
    waitsForLast: false,
    announced: false,
    finished: false,
    reminded: { lastAt: null, steps: [], movedAt: 0 },
    ...memory,
  };
}

const open = { state: 'open', openedAt: instant(10 * HOUR) } as const;
const closed = { state: 'closing', openedAt: instant(10 * HOUR), closedAt: instant(21 * HOUR) } as const;
/** Closed, and something may come in until that hour. */
const later = (hour: number, memory: Partial<StageView> = {}, facts: Partial<StageFacts> = {}) =>
  view({ ...closed, mayComeInUntil: instant(hour * HOUR), ...facts }, { waitsForLast: true, ...memory });
const told = { releasedTo: ['concerned', 'public'] } satisfies Partial<StageFacts>;

describe('what a stage does next', () => {
  test.each<[string, StageView, number, object]>([
    ['reads its row first', { ...view({}), facts: null, lookWanted: true }, 0, { do: 'look' }],
    ['waits for its opening', view({}), 9, { do: 'wait', until: 10 * HOUR, summary: 'opens' }],
    ['opens', view({}), 10, { do: 'open' }],
    ['prepares', view(open, { prepared: 'not yet' }), 10, { do: 'prepare' }],
    [
      'waits for a reminder beside the preparation',
      view(open, { prepared: 'under way' }),
      10,
      { do: 'wait', until: 15 * HOUR },
    ],
    ['reminds', view(open), 16, { do: 'remind', step: { step: 'PT5H' } }],
    ['waits for its hard close', view(open), 20, { do: 'wait', until: 21 * HOUR, summary: 'hard close' }],
    ['closes', view(open), 21, { do: 'close' }],
    ['waits for its preparation', view(closed, { prepared: 'under way' }), 21, { do: 'wait' }],
    ['proposes', view(closed), 21, { do: 'propose' }],
    [
      'waits for what may still come in',
      later(24),
      22,
      { do: 'wait', until: 24 * HOUR, summary: 'the end of an extension' },
    ],
    ['asks again when that has ended', later(24), 24, { do: 'look' }],
    [
      'asks again before where somebody is to be reminded of it',
      later(24, {}, { askAgainAt: instant(23 * HOUR) }),
      22,
      { do: 'wait', until: 23 * HOUR, summary: 'reminder of an extension' },
    ],
    ['reminds of it by looking', later(24, {}, { askAgainAt: instant(23 * HOUR) }), 23, { do: 'look' }],
    [
      'asks again a second later where the database says that it has not',
      later(24, { committedAt: 24 * HOUR + 1 }),
      24,
      { do: 'wait', until: 24 * HOUR + 1001 },
    ],
    ['asks nothing while paused', later(24, {}, { pausedAt: instant(9 * HOUR) }), 24, { do: 'wait' }],
    [
      'waits for nothing where it began before it knew of that',
      later(24, { waitsForLast: false }),
      22,
      { do: 'propose' },
    ],
    ['waits for signatures', view({ ...closed, state: 'deciding' }, { proposed: true }), 21, { do: 'wait' }],
    ['proposes again when started anew', view({ ...closed, state: 'deciding' }), 21, { do: 'propose' }],
    ['tells its cycle', view({ state: 'decided' }), 22, { do: 'announce' }],
    ['waits for its release', view({ state: 'decided' }, { announced: true }), 22, { do: 'wait', until: 30 * HOUR }],
    ['releases', view({ state: 'decided' }, { announced: true }), 30, { do: 'release', audience: 'concerned' }],
    [
      'waits for a command',
      view({ state: 'decided', releasedTo: ['concerned'] }, { announced: true }),
      31,
      { do: 'wait' },
    ],
    ['finishes', view({ state: 'released', ...told }, { announced: true }), 31, { do: 'finish' }],
    ['finishes when cancelled', view({ state: 'cancelled' }), 5, { do: 'finish' }],
    ['closes early when nobody owes anything', view(open, { nothingOwed: true }), 11, { do: 'closeEarly' }],
    ['does not close early what is not open', view({}, { nothingOwed: true }), 9, { do: 'wait' }],
    [
      'does not close early while paused',
      view({ ...open, pausedAt: instant(9 * HOUR) }, { nothingOwed: true }),
      11,
      { do: 'wait' },
    ],
    ['opens nothing while paused', view({ pausedAt: instant(9 * HOUR) }), 10, { do: 'wait' }],
    ['closes nothing while paused', view({ ...open, pausedAt: instant(9 * HOUR) }), 21, { do: 'wait' }],
    ['proposes nothing while paused', view({ ...closed, pausedAt: instant(9 * HOUR) }), 21, { do: 'wait' }],
    [
      'still tells its cycle while paused',
      view({ state: 'decided', pausedAt: instant(9 * HOUR) }),
      30,
      { do: 'announce' },
    ],
    [
      'releases nothing while paused',
      view({ state: 'decided', pausedAt: instant(9 * HOUR) }, { announced: true }),
      30,
      { do: 'wait' },
    ],
    ['ends', view({ state: 'released', ...told }, { finished: true }), 31, { do: 'end' }],
  ])('%s', (_what, known, hour, next) => {
    expect(nextMove(known, hour * HOUR, () => false)).toMatchObject(next);
  });

  test('leaves what is parked and does the rest', () => {
    const known = view(open, { prepared: 'not yet' });
    expect(nextMove(known, 16 * HOUR, (key) => key === 'prepare')).toMatchObject({ do: 'remind' });
    expect(nextMove(known, 16 * HOUR, (key) => key !== 'close')).toMatchObject({ do: 'wait', until: 21 * HOUR });
    expect(nextMove(known, 21 * HOUR, () => true)).toEqual({ do: 'wait' });
  });
});
