import { describe, expect, it } from '@jest/globals';
import type { ReleaseStep } from '#libs/contracts';
import { inWords } from '#libs/words';
import { endAfterPauses } from '../definition/calendar.js';
import { windowsAfterPause } from './pause.rules.js';
import { type WindowedStage, planMoves } from '../move-deadline/move-deadline.rules.js';

const at = (day: number): string => new Date(Date.UTC(2027, 0, day, 12)).toISOString();
const stage = (key: string, state: 'scheduled' | 'open' | 'closing', opens: number, deadline: number) => ({
  key,
  state,
  opensAt: at(opens),
  deadlineAt: at(deadline),
  steps: [],
});
/** Paused on the 10th, resumed on the 15th. */
const pause = { from: at(10), to: at(15) };

describe('the windows after a pause', () => {
  it('moves open deadlines, and windows whose opening fell into the pause, by its length', () => {
    const stages = [
      stage('closed', 'closing', 1, 9),
      stage('open', 'open', 5, 12),
      stage('falls-into-it', 'scheduled', 11, 14),
      stage('late-already', 'scheduled', 8, 13),
      stage('still-to-come', 'scheduled', 16, 20),
    ];
    expect(windowsAfterPause(stages, pause, [])).toEqual([
      { stageKey: 'open', opensAt: undefined, deadlineAt: at(17) },
      { stageKey: 'falls-into-it', opensAt: at(16), deadlineAt: at(19) },
      { stageKey: 'late-already', opensAt: undefined, deadlineAt: at(18) },
    ]);
  });

  it('lets a deadline that is given stand for itself, also that of a stage still to come', () => {
    const given = [
      { stageKey: 'open', deadlineAt: at(30) },
      { stageKey: 'still-to-come', deadlineAt: at(40) },
    ];
    const stages = [stage('open', 'open', 5, 12), stage('still-to-come', 'scheduled', 16, 20)];
    expect(windowsAfterPause(stages, pause, given)).toEqual([
      { stageKey: 'open', opensAt: undefined, deadlineAt: at(30) },
      { stageKey: 'still-to-come', opensAt: undefined, deadlineAt: at(40) },
    ]);
  });
});

describe('a time that pauses interrupt', () => {
  const end = (...pauses: [number, number][]) =>
    endAfterPauses(
      { from: at(5), to: at(15) },
      pauses.map(([from, to]) => ({ from: at(from), to: at(to) })),
    );

  it('ends as much later as they took of it', () => {
    expect(end()).toBe(at(15));
    expect(end([6, 8], [9, 10])).toBe(at(18));
    expect(end([1, 4], [3, 7])).toBe(at(17));
    expect(end([14, 20])).toBe(at(21));
  });

  it('goes on into a pause that one before it moved it into, and knows none after its end', () => {
    expect(end([6, 9], [17, 19])).toBe(at(20));
    expect(end([6, 7], [16, 19])).toBe(at(16));
  });
});

it('a pause that began in the time of grace gives back what was left of it', () => {
  const common = { title: 'Call', grace: 'P2D', after: [], openedAt: at(1), releases: [], releasedTo: [] };
  const call = { ...stage('call', 'open', 1, 9), ...common };
  const planned = planMoves([call], windowsAfterPause([call], pause, []), {
    now: new Date(at(15)),
    zone: 'UTC',
    shiftFollowing: false,
    pause,
  });
  expect(planned).toMatchObject({
    moves: [{ deadline: { from: at(9), to: at(14) }, hardClose: { from: at(11), to: at(16) } }],
  });
});

describe('the releases after a pause', () => {
  /** What is planned for a jury's releases, by their audience, once the ceremony and what else there is was resumed. */
  const resumed = (
    jury: Partial<WindowedStage>,
    opens = 12,
    deadlines: { stageKey: string; deadlineAt: string }[] = [],
  ) => {
    const common = { grace: 'PT0S', after: [], openedAt: null, releases: [], releasedTo: [] };
    const stages = [
      { ...stage('jury', 'closing', 1, 9), title: 'Jury', ...common, state: 'decided' as const, ...jury },
      { ...stage('ceremony', 'scheduled', opens, opens + 1), title: 'Ceremony', ...common },
    ];
    const wanted = windowsAfterPause(stages, pause, deadlines);
    const planned = planMoves(stages, wanted, {
      now: new Date(at(15)),
      zone: 'UTC',
      shiftFollowing: false,
      pause,
    });
    if ('refusal' in planned) throw new Error(inWords(planned.refusal.why, 'en'));
    return planned.moves.find(({ stageKey }) => stageKey === 'jury')?.releases ?? [];
  };
  const release = (when: ReleaseStep['when'], audience: ReleaseStep['audience'] = 'public') => [{ audience, when }];

  it('move with the ceremony whose opening they were planned for and which the pause spans', () => {
    expect(resumed({ releases: release(at(12)) })).toEqual([{ audience: 'public', from: at(12), to: at(17) }]);
  });

  it('stay with a ceremony that stays', () => {
    expect(resumed({ releases: release(at(16)) }, 16)).toEqual([]);
  });

  it('are as much later as the pause lasted when they came due in it by themselves', () => {
    expect(resumed({ releases: release(at(11)) })).toEqual([{ audience: 'public', from: at(11), to: at(16) }]);
    expect(resumed({ releases: release(at(18)) })).toEqual([]);
  });

  it('move with their own stage while it is open, and never stay within the pause', () => {
    const open = { state: 'open' as const, deadlineAt: at(14) };
    expect(resumed({ ...open, releases: release(at(18)) })).toEqual([{ audience: 'public', from: at(18), to: at(23) }]);
    const soon = [{ stageKey: 'jury', deadlineAt: new Date(Date.parse(at(15)) + 3_600_000).toISOString() }];
    expect(resumed({ ...open, deadlineAt: at(14), releases: release(at(14)) }, 12, soon)).toEqual([
      { audience: 'public', from: at(14), to: at(19) },
    ]);
  });

  it('leave alone what has been made, was due before, or waits for the decision', () => {
    expect(resumed({ releases: release(at(12)), releasedTo: ['public'] })).toEqual([]);
    expect(resumed({ releases: release(at(10)) })).toEqual([]);
    expect(resumed({ releases: release('decided') })).toEqual([]);
  });
});
