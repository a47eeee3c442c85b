import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { type Instant, type StageState, WINDOW_STEPS, type WindowStepKey } from '#libs/contracts';
import { inWords } from '#libs/words';
import { judgeAmendment, windowChangesOf } from '../move-deadline/amendment.rules.js';
import { hardClose, toInstant } from './calendar.js';
import { changesBetween } from './definition-changes.js';
import { checkDefinition } from './definition-check.js';
import { type CycleDefinition, definitionDigest } from './definition.js';
import { windowsAfterPause } from '../interruptions/pause.rules.js';
import { shiftDefinition } from './shift-definition.js';
import {
  type MoveRefusal,
  type WantedWindow,
  type WindowedStage,
  planMoves,
} from '../move-deadline/move-deadline.rules.js';
import { openStep } from '../rows/stage-lock.js';
import type { Stage } from './stage.entity.js';
import type { StageType } from './stage-type.js';
import { guangzhouTemplate } from '../templates/guangzhou.js';
import { type StepWindows, stepFault, stepsOf } from './window-steps.js';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const zone = 'Asia/Shanghai';
const at = (day: number, hour = 0): Instant => toInstant(new Date(Date.UTC(2027, 0, day, hour)));
const shifted = (instant: Instant, ms: number): Instant => toInstant(new Date(Date.parse(instant) + ms));

/**
 * Registration until the 10th, early until the 20th, supporting material until the 60th; the call
 * from the 1st to the 40th.
 */
const windows: StepWindows = {
  registration: { deadline: at(10), grace: 'PT1H' },
  earlyBird: { deadline: at(20) },
  supportingMaterial: { deadline: at(60), grace: 'PT2H' },
};
const call = (more: Partial<WindowedStage> = {}): WindowedStage => ({
  key: 'call',
  title: 'Call',
  state: 'open',
  after: [],
  opensAt: at(1),
  openedAt: at(1),
  deadlineAt: at(40),
  grace: 'PT1H',
  steps: stepsOf(windows, zone),
  releases: [],
  releasedTo: [],
  ...more,
});
const jury = (more: Partial<WindowedStage> = {}): WindowedStage => ({
  ...call({
    key: 'jury',
    title: 'Jury',
    state: 'scheduled',
    after: ['call'],
    openedAt: null,
    grace: 'PT0S',
    steps: [],
  }),
  opensAt: at(50),
  deadlineAt: at(55),
  ...more,
});
const plan = (wanted: WantedWindow, { day = 5, shiftFollowing = false, stages = [call(), jury()] }: PlanOptions = {}) =>
  planMoves(stages, [wanted], { now: new Date(at(day)), zone, shiftFollowing });
interface PlanOptions {
  day?: number;
  shiftFollowing?: boolean;
  stages?: WindowedStage[];
}
const stepsMoved = (planned: ReturnType<typeof plan>, key = 'call') =>
  'refusal' in planned
    ? inWords(planned.refusal.why, 'en')
    : (planned.moves.find(({ stageKey }) => stageKey === key)?.steps ?? []);

const type = (key: string, more: Partial<StageType> = {}): StageType => ({
  key,
  settings: z.looseObject({}),
  decides: true,
  takes: [],
  ...more,
});
const types = [
  type('call-for-entries', { decides: false, steps: WINDOW_STEPS }),
  ...['eligibility', 'technical-screening', 'jury', 'ceremony'].map((key) =>
    type(key, { decides: key !== 'ceremony' }),
  ),
];
const known = {
  find: (key: string) => types.find((each) => each.key === key),
  keys: () => types.map(({ key }) => key),
};
const definitionWith = (steps?: object, stage = 0) => {
  const template = guangzhouTemplate({ edition: '7', year: 2027 });
  const stages = template.stages.map((each, index) =>
    index === stage && steps ? { ...each, window: { ...each.window, steps } } : each,
  );
  return checkDefinition({ ...template, form: undefined, stages }, known);
};
const sound = (steps?: object): CycleDefinition => {
  const checked = definitionWith(steps);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems, null, 2));
  return checked.definition;
};
const problems = (steps: object, stage?: number) => {
  const checked = definitionWith(steps, stage);
  return 'problems' in checked ? checked.problems : [];
};

describe('further deadlines in a definition', () => {
  it('are left out of one that names none: it means what it meant, to the digest', () => {
    expect(sound().stages[0]!.window).not.toHaveProperty('steps');
    expect(definitionDigest(sound())).toBe(definitionDigest(sound({})));
  });

  it('are completed in UTC, in the zone of the award', () => {
    const { steps } = sound({
      registration: { deadline: '2027-04-30T23:59', grace: 'PT1H' },
      supportingMaterial: { deadline: '2027-09-15T23:59' },
    }).stages[0]!.window;
    expect(steps).toEqual({
      registration: { deadline: '2027-04-30T15:59:00.000Z', grace: 'PT1H' },
      supportingMaterial: { deadline: '2027-09-15T15:59:00.000Z', grace: 'PT0S' },
    });
  });

  it('are explained when they do not go with the window, each at its place with what to do', () => {
    const found = problems({
      registration: { deadline: '2027-09-01T00:00' },
      earlyBird: { deadline: '2027-08-31T23:59' },
      supportingMaterial: { deadline: '2027-08-31T23:58' },
    });
    expect(found.map(({ pointer, message }) => [pointer, message])).toEqual([
      ['/stages/0/window/steps/registration/deadline', expect.stringContaining('beyond the deadline of the stage')],
      ['/stages/0/window/steps/earlyBird/deadline', expect.stringContaining('every entry in time would be early')],
      ['/stages/0/window/steps/supportingMaterial/deadline', expect.stringContaining('would end before the deadline')],
    ]);
    for (const { action, allowed } of found) {
      expect(action).not.toBe('');
      expect(allowed).toContain('(Asia/Shanghai)');
    }
    expect(problems({ registration: { deadline: '2027-08-31T23:59' } })).toEqual([]);
    expect(problems({ supportingMaterial: { deadline: '2027-08-31T23:59' } })).toEqual([]);
    expect(problems({ registration: { deadline: '2027-02-01T00:00' } })).toMatchObject([
      { message: expect.stringContaining('is not after the opening') },
    ]);
  });

  it('belong to a call for entries only, and grace not to early entries', () => {
    expect(problems({ registration: { deadline: '2027-12-07T20:00' } }, 1)).toMatchObject([
      { pointer: '/stages/1/window/steps/registration', message: expect.stringContaining('has no such deadline') },
    ]);
    expect(problems({ earlyBird: { deadline: '2027-04-30T23:59', grace: 'PT1H' } })).not.toEqual([]);
    expect(problems({ registration: { deadline: '2027-03-99T00:00' } })).not.toEqual([]);
  });

  it('move with a cycle that is set into another time, in their order', () => {
    const given = {
      registration: { deadline: '2027-04-30T23:59', grace: 'PT1H' },
      earlyBird: { deadline: '2027-05-30T23:59' },
    };
    const [before, after] = [sound(given), shiftDefinition(sound(given), new Date('2030-01-01T00:00:00Z'))].map(
      (definition) => definition.stages[0]!.window,
    );
    const later = Date.parse(after!.opens) - Date.parse(before!.opens);
    for (const step of ['registration', 'earlyBird'] as const) {
      expect(after!.steps![step]!.deadline).toBe(shifted(before!.steps![step]!.deadline, later));
    }
  });
});

describe('a further deadline that ends', () => {
  const stage = (more: Partial<Stage> = {}): Stage =>
    ({
      title: 'Call',
      zone,
      state: 'open',
      pausedAt: null,
      opensAt: new Date(at(1)),
      steps: stepsOf(windows, zone),
      ...more,
    }) as Stage;
  const write = (step: WindowStepKey, instant: Instant, more: Partial<Stage> = {}, until?: Instant) =>
    openStep({ stage: stage(more), at: new Date(instant) }, step, {
      cityZone: 'Africa/Nairobi',
      extendedUntil: async () => (until ? new Date(until) : null),
    });

  it.each([
    ['registration', at(10), 1],
    ['supportingMaterial', at(60), 2],
  ] as const)(
    'requirement 9: %s takes at T−1 s, marks as late at T, refuses at T + grace',
    async (step, deadline, hours) => {
      const closes = shifted(deadline, hours * HOUR_MS);
      expect(await write(step, shifted(deadline, -SECOND_MS))).toMatchObject({ late: false });
      expect(await write(step, shifted(deadline, -1))).toMatchObject({ late: false });
      expect(await write(step, deadline)).toMatchObject({ late: true });
      expect(await write(step, shifted(closes, -1))).toMatchObject({ late: true });
      await expect(write(step, closes)).rejects.toMatchObject({ code: 'deadline-passed' });
    },
  );

  it('requirement 10: names the step and its deadline in the zones of the award and of the city, and what to do next', async () => {
    const refusal = (await write('registration', at(12)).catch((error: unknown) => error)) as {
      message: string;
      document: object;
    };
    expect(refusal.document).toMatchObject({
      step: 'registration',
      at: at(12),
      deadline: { utc: at(10), zone, city: { zone: 'Africa/Nairobi' } },
    });
    expect(refusal.message).toBe(
      'The deadline for registration in "Call" was 10 January 2027 at 08:00 (Asia/Shanghai), 03:00 (Africa/Nairobi), 00:00 UTC. ' +
        'What was begun in time can still be submitted. For a new entry, ask the secretariat for more time.',
    );
  });

  it('requirement 11: lasts longer for who was given more time, and says so when that ends', async () => {
    expect(await write('supportingMaterial', at(62), {}, at(63))).toMatchObject({ late: true });
    await expect(write('supportingMaterial', at(63), {}, at(63))).rejects.toThrow(
      'Your extension for supporting material',
    );
  });

  it('is no limit where the call names none, and takes nothing while the cycle is paused', async () => {
    expect(await write('registration', at(300), { steps: [] })).toBeNull();
    await expect(write('registration', at(2), { pausedAt: new Date(at(2)) })).rejects.toMatchObject({ code: 'paused' });
    await expect(write('registration', at(2), { state: 'cancelled' })).rejects.toMatchObject({ code: 'not-open' });
  });

  it('for supporting material holds whatever became of the stage', async () => {
    for (const state of ['open', 'closing', 'decided', 'released'] as const)
      expect(await write('supportingMaterial', at(50), { state })).toMatchObject({ late: false });
  });
});

describe('a move of further deadlines', () => {
  it('moves one step alone, and leaves the window of the stage', () => {
    const planned = plan({ stageKey: 'call', steps: [{ step: 'registration', deadlineAt: at(15) }] });
    expect(planned).toMatchObject({
      moves: [
        {
          stageKey: 'call',
          deadline: null,
          hardClose: null,
          steps: [{ step: 'registration', from: at(10), to: at(15) }],
        },
      ],
    });
  });

  it('moves no step with the deadline of the stage, unless what follows is to move along', () => {
    const wanted = { stageKey: 'call', deadlineAt: at(45) };
    expect(stepsMoved(plan(wanted))).toEqual([]);
    const all = [
      { step: 'registration', from: at(10), to: at(15) },
      { step: 'earlyBird', from: at(20), to: at(25) },
      { step: 'supportingMaterial', from: at(60), to: at(65) },
    ];
    expect(stepsMoved(plan(wanted, { shiftFollowing: true }))).toEqual(all);
    expect(stepsMoved(plan(wanted, { shiftFollowing: true, day: 12 }))).toEqual(all.slice(1));
    expect(stepsMoved(plan(wanted, { shiftFollowing: true, day: 30 }))).toEqual(all.slice(2));
  });

  it('says that supporting material is in the way of a later deadline, and what to do', () => {
    const planned = plan({ stageKey: 'call', deadlineAt: at(70) }, { stages: [call()] });
    expect(planned).toMatchObject({ refusal: { step: 'supportingMaterial', part: 'deadlineAt' } });
    const { allowed } = (planned as { refusal: MoveRefusal }).refusal;
    expect(inWords(allowed, 'en')).toContain('move that of supporting material first');
  });

  it.each([
    ['registration', 41, 'beyond the deadline of the stage'],
    ['registration', 4, 'is past'],
    ['earlyBird', 40, 'very entry in time would be early'],
    ['supportingMaterial', 39, 'would end before the deadline'],
  ] as const)('refuses %s on day %i: %s', (step, day, why) => {
    expect(stepsMoved(plan({ stageKey: 'call', steps: [{ step, deadlineAt: at(day) }] }))).toContain(why);
  });

  it('goes on after registration has passed, not for early entries that have, and for supporting material after the close', () => {
    const move = (step: WindowStepKey, to: number, state: StageState, day: number) =>
      stepsMoved(plan({ stageKey: 'call', steps: [{ step, deadlineAt: at(to) }] }, { day, stages: [call({ state })] }));
    expect(move('registration', 30, 'open', 25)).toHaveLength(1);
    expect(move('earlyBird', 30, 'open', 25)).toContain('Early entries ended on');
    expect(move('registration', 30, 'closing', 25)).toContain('stage is closing');
    for (const state of ['closing', 'decided'] as const)
      expect(move('supportingMaterial', 90, state, 70)).toHaveLength(1);
    expect(move('supportingMaterial', 90, 'cancelled', 70)).toContain('cancelled');
  });

  it('keeps them in order whatever is wanted, by whole days or not, and moves none that has passed', () => {
    const day = fc.integer({ min: 2, max: 80 });
    fc.assert(
      fc.property(
        fc.record({ now: day, deadline: fc.option(day), step: fc.constantFrom(...WINDOW_STEPS), to: fc.option(day) }),
        fc.boolean(),
        ({ now, deadline, step, to }, shiftFollowing) => {
          const steps = to === null ? [] : [{ step, deadlineAt: at(to, 7) }];
          const wanted = { stageKey: 'call', steps, ...(deadline === null ? {} : { deadlineAt: at(deadline, 3) }) };
          const state = now < 40 ? 'open' : 'closing';
          const planned = plan(wanted, { day: now, shiftFollowing, stages: [call({ state })] });
          if ('refusal' in planned) return;
          const [move] = planned.moves;
          const end = move?.deadline?.to ?? at(40);
          for (const { step: key, deadlineAt, hardCloseAt } of call().steps) {
            const moved = move?.steps.find((each) => each.step === key);
            if (moved && !(to !== null && key === step)) expect(hardCloseAt > at(now)).toBe(true);
            const deadlineOf = moved?.to ?? deadlineAt;
            expect(stepFault({ step: key, deadlineAt: deadlineOf }, { opens: at(1), deadline: end }, zone)).toBeNull();
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('further deadlines after a pause', () => {
  const resumed = (
    from: number,
    to: number,
    stages = [call()],
    given: Parameters<typeof windowsAfterPause>[2] = [],
  ) => {
    const pause = { from: at(from), to: at(to) };
    const wanted = windowsAfterPause(stages, pause, given);
    return planMoves(stages, wanted, { now: new Date(at(to)), zone, shiftFollowing: false, pause });
  };

  it('are as much later when they were to come, also those that fell into it; what had passed stays', () => {
    expect(stepsMoved(resumed(5, 8))).toEqual([
      { step: 'registration', from: at(10), to: at(13) },
      { step: 'earlyBird', from: at(20), to: at(23) },
      { step: 'supportingMaterial', from: at(60), to: at(63) },
    ]);
    expect(stepsMoved(resumed(15, 25))).toEqual([
      { step: 'earlyBird', from: at(20), to: at(30) },
      { step: 'supportingMaterial', from: at(60), to: at(70) },
    ]);
  });

  it('give back what was left of the grace of one in which the pause began', () => {
    const begins = shifted(at(10), HOUR_MS / 2);
    const pause = { from: begins, to: shifted(begins, 3 * HOUR_MS) };
    const stages = [call()];
    const options = { now: new Date(pause.to), zone, shiftFollowing: false, pause };
    expect(stepsMoved(planMoves(stages, windowsAfterPause(stages, pause, []), options))).toContainEqual({
      step: 'registration',
      from: at(10),
      to: shifted(at(10), 3 * HOUR_MS),
    });
  });

  it('move for supporting material of a call that has closed, and stand where they are given', () => {
    const closed = [call({ state: 'decided' })];
    expect(stepsMoved(resumed(50, 55, closed))).toEqual([{ step: 'supportingMaterial', from: at(60), to: at(65) }]);
    const given = [{ stageKey: 'call', step: 'supportingMaterial' as const, deadlineAt: at(90) }];
    expect(stepsMoved(resumed(50, 55, closed, given))).toEqual([
      { step: 'supportingMaterial', from: at(60), to: at(90) },
    ]);
    expect(stepsMoved(resumed(61, 65, closed))).toEqual([]);
  });

  it('give everybody as much time as before, for any pause', () => {
    const hour = fc.integer({ min: 25, max: 24 * 70 });
    fc.assert(
      fc.property(hour, fc.integer({ min: 1, max: 500 }), (from, length) => {
        const begins = shifted(at(0), from * HOUR_MS);
        const state = begins < hardClose(at(40), 'PT1H', zone) ? 'open' : 'decided';
        const pause = { from: begins, to: shifted(begins, length * HOUR_MS) };
        const stages = [call({ state })];
        const planned = planMoves(stages, windowsAfterPause(stages, pause, []), {
          now: new Date(pause.to),
          zone,
          shiftFollowing: false,
          pause,
        });
        const moved = stepsMoved(planned);
        if (typeof moved === 'string') throw new Error(moved);
        for (const { step, deadlineAt, hardCloseAt } of call().steps) {
          const runs = state === 'open' || step === 'supportingMaterial';
          const to = moved.find((each) => each.step === step)?.to;
          expect(to).toBe(runs && hardCloseAt > begins ? shifted(deadlineAt, length * HOUR_MS) : undefined);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('an amendment of further deadlines', () => {
  const base = sound({
    registration: { deadline: '2027-04-30T23:59', grace: 'PT1H' },
    earlyBird: { deadline: '2027-05-31T23:59' },
  });
  const amended = (steps: StepWindows | undefined, state: StageState, now: string) => {
    const after = structuredClone(base);
    const { steps: _, ...window } = after.stages[0]!.window;
    after.stages[0]!.window = { ...window, ...(steps && { steps }) };
    const stages = base.stages.map(({ key }) => ({
      key,
      state: key === 'call' ? state : ('scheduled' as const),
      releasedTo: [],
      usesForm: false,
      usesCriteria: false,
    }));
    return judgeAmendment({ kind: 'definition', before: base, after, stages, now: new Date(now) });
  };
  const steps = base.stages[0]!.window.steps!;
  const [supportingMaterial, registration] = ['2027-09-30T00:00:00.000Z', '2027-06-30T00:00:00.000Z'].map(
    (deadline) => ({
      deadline,
      grace: 'PT0S',
    }),
  );

  it('adds, moves and takes them away, as one change of that stage, which its preview shows by step', () => {
    const { changes, problems: why } = amended(
      { registration: registration!, supportingMaterial: supportingMaterial! },
      'open',
      '2027-04-01T00:00:00Z',
    );
    expect(why).toEqual([]);
    expect(changes.map(({ pointer }) => pointer)).toEqual(['/stages/call/window/steps']);
    expect(windowChangesOf(changes)).toEqual([
      {
        stageKey: 'call',
        opens: null,
        deadline: null,
        steps: [
          { step: 'registration', from: steps.registration!.deadline, to: registration!.deadline },
          { step: 'earlyBird', from: steps.earlyBird!.deadline, to: null },
          { step: 'supportingMaterial', from: null, to: supportingMaterial!.deadline },
        ],
      },
    ]);
    expect(changesBetween(base, structuredClone(base))).toEqual([]);
  });

  it('is refused when it comes too late: early entries have ended, the call has closed, or the instant is past', () => {
    const why = (...given: Parameters<typeof amended>) => amended(...given).problems.map(({ message }) => message);
    expect(why({ ...steps, registration: registration! }, 'closing', '2027-09-10T00:00:00Z')).toEqual([
      expect.stringContaining('its deadline for registration is over'),
    ]);
    expect(why({ registration: steps.registration! }, 'open', '2027-06-10T00:00:00Z')).toEqual([
      expect.stringContaining('early entries ended on'),
    ]);
    expect(why({ ...steps, registration: registration! }, 'open', '2027-07-10T00:00:00Z')).toEqual([
      expect.stringContaining('is past'),
    ]);
    expect(why({ ...steps, supportingMaterial: supportingMaterial! }, 'decided', '2027-09-10T00:00:00Z')).toEqual([]);
  });
});

it('further deadlines are counted in days of the award, and their grace on its calendar', () => {
  const [step] = stepsOf({ registration: { deadline: '2027-03-27T22:59:00.000Z', grace: 'P1D' } }, 'Europe/Paris');
  expect(Date.parse(step!.hardCloseAt) - Date.parse(step!.deadlineAt)).toBe(DAY_MS - HOUR_MS);
});
