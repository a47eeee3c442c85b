import fc from 'fast-check';
import type { Activities, StageFacts } from '#libs/contracts/pure';
import { DRAIN } from '../in-memory/in-memory.activities.js';
import { type CycleRecord, type StageRecord, type StageSpec, instant } from '../in-memory/records.js';
import { HOUR, MINUTE, window } from './workflow-fixture.js';

/** The hours over which people act; what is left then is brought to its end. */
export const HOURS = 18;

/** What people do, or what happens to them, and how often beside the others. */
const WEIGHTS = {
  open: 3,
  extend: 4,
  shift: 3,
  shorten: 2,
  moveStep: 3,
  plan: 3,
  close: 3,
  oweNothing: 3,
  sign: 3,
  certify: 4,
  release: 3,
  reopen: 5,
  pause: 3,
  resume: 4,
  amend: 3,
  cosign: 4,
  supersede: 4,
  endorse: 3,
  drop: 2,
  ask: 3,
  answer: 2,
  complain: 3,
  settle: 2,
  refuse: 3,
  retry: 4,
  cancel: 1,
  wake: 2,
};
export type What = keyof typeof WEIGHTS;

/** Every kind of action. */
export const KINDS = Object.keys(WEIGHTS) as What[];

/** What may be refused for a while, so that whatever was to be done is parked. */
const REFUSABLE = [
  'openStage',
  'remind',
  'closeStage',
  'prepareStage',
  'proposeDecision',
  'releaseDecision',
  'endWorkflow',
  'remindOfClarification',
  'timeOutClarification',
  'remindOfComplaint',
  'reportOverdueComplaint',
] as const satisfies (keyof Activities)[];

/** One thing people do, or that happens to them, at a full hour. */
export interface Action {
  hour: number;
  what: What;
  /** Chosen anew among what the stage takes then, so that long lives are lived to their end: the place in that list. */
  apt: number | null;
  stage: number;
  /** Sent so often at once, under one key. */
  times: number;
  /** What is refused from then on, if that is the action. */
  refused: keyof Activities;
}

/** One cycle, and all that happens to it. */
export interface Sequence {
  /** The stages, their times counted from an instant, ms. */
  stages: (from: number) => StageSpec[];
  actions: Action[];
  /** Whose activities lose their answer after they have committed: one in so many. */
  lossy: number;
}

/** What a stage takes in each state. */
const APT: Record<StageFacts['state'], What[]> = {
  scheduled: ['open', 'plan', 'shift', 'amend', 'cosign'],
  open: ['close', 'extend', 'shorten', 'oweNothing', 'refuse', 'ask', 'answer'],
  closing: ['reopen', 'retry', 'ask', 'answer'],
  deciding: ['sign', 'certify', 'certify', 'reopen'],
  decided: ['supersede', 'endorse', 'drop', 'release', 'reopen', 'complain'],
  released: ['supersede', 'endorse', 'drop', 'complain', 'settle'],
  cancelled: ['wake'],
};

/** What is done in a action: as it was drawn, or one of what its stage takes now. */
export const kindOf = ({ what, apt }: Action, { facts }: StageRecord): What =>
  apt === null ? what : APT[facts.state][apt % APT[facts.state].length]!;

const action: fc.Arbitrary<Action> = fc.record({
  hour: fc.integer({ min: 0, max: HOURS }),
  what: fc.oneof(...KINDS.map((what) => ({ weight: WEIGHTS[what], arbitrary: fc.constant(what) }))),
  apt: fc.option(fc.nat(999), { freq: 2 }),
  stage: fc.integer({ min: 0, max: 1 }),
  times: fc.constantFrom(1, 1, 1, 2, 3),
  refused: fc.constantFrom(...REFUSABLE),
});

/** The hours up to which no worker is there while the clock goes on. */
export const deaths: fc.Arbitrary<number[]> = fc.uniqueArray(fc.integer({ min: 1, max: HOURS }), {
  minLength: 2,
  maxLength: 3,
});

/**
 * A call with a further deadline and a jury after it, with reminders, graces and releases of every
 * kind; and up to fourteen actions.
 */
export const sequence: fc.Arbitrary<Sequence> = fc
  .record({
    opens: fc.integer({ min: 0, max: 3 }),
    length: fc.integer({ min: 3, max: 6 }),
    gap: fc.integer({ min: 1, max: 3 }),
    juryLength: fc.integer({ min: 2, max: 5 }),
    grace: fc.constantFrom(0, 20 * MINUTE),
    decides: fc.boolean(),
    closesEarly: fc.boolean(),
    callReleases: fc.boolean(),
    release: fc.constantFrom('decided' as const, 'command' as const),
    actions: fc.array(action, { minLength: 4, maxLength: 14 }),
    lossy: fc.constantFrom(0, 7, 13),
  })
  .map(({ opens, length, gap, juryLength, grace, decides, closesEarly, callReleases, release, actions, lossy }) => ({
    stages: (from: number): StageSpec[] => {
      const [start, end] = [opens * HOUR + 30 * MINUTE, (opens + length) * HOUR + 30 * MINUTE];
      const jury = end + gap * HOUR;
      const ladder = { PT2H: 2 * HOUR, PT1H: HOUR };
      return [
        {
          key: 'call',
          ...window(from, start, end),
          grace,
          steps: { supportingMaterial: instant(from + end + HOUR) },
          ladder,
          decides: false,
          closesEarly,
          releases: callReleases ? [{ audience: 'public', when: 'decided' }] : [],
        },
        {
          key: 'jury',
          ...window(from, jury, jury + juryLength * HOUR),
          ladder,
          decides,
          closesEarly,
          releases: [{ audience: 'public', when: release }],
        },
      ];
    },
    actions: actions.toSorted((a, b) => a.hour - b.hour),
    lossy,
  }));

const DECIDED = ['decided', 'released'];

/**
 * What the clock should have made of a stage by now and has not; null when all is as it should be.
 * This is the model: what follows from the rows alone, whatever the workflow remembers.
 */
export function overdue(
  cycle: CycleRecord,
  { facts, reminders }: StageRecord,
  now: number,
  moved: number,
): string | null {
  if (cycle.status === 'cancelled') return ['cancelled', 'released'].includes(facts.state) ? null : 'not cancelled';
  if (cycle.pausedAt || cycle.refuses) return null;
  const isPast = (at: string) => Date.parse(at) <= now;
  switch (facts.state) {
    case 'scheduled': {
      const waits = facts.after.some((key) => !DECIDED.includes(cycle.stages.get(key)!.facts.state));
      return !waits && isPast(facts.opensAt) ? 'not opened' : null;
    }
    case 'open':
      if (Date.parse(facts.hardCloseAt) + DRAIN <= now) return 'not closed';
      return unreminded(facts, reminders, now, moved);
    case 'closing':
      return 'not decided';
    case 'deciding':
      return facts.decides ? null : 'not decided';
    case 'decided':
      return facts.releases.some((step) => step.when === 'decided' && !facts.releasedTo.includes(step.audience))
        ? 'not released'
        : null;
    default:
      return null;
  }
}

/** The last step that fell due since the opening and since the window last changed, and was not reminded of. */
function unreminded(facts: StageFacts, reminders: StageRecord['reminders'], now: number, moved: number): string | null {
  const from = Math.max(Date.parse(facts.openedAt!), moved);
  const due = facts.ladder
    .filter(({ at }) => Date.parse(at) > from && Date.parse(at) <= now && at < facts.deadlineAt)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  if (!due || now >= Date.parse(facts.deadlineAt)) return null;
  const isDone = reminders.some(
    ({ step, deadlineVersion }) => step === due.step && deadlineVersion === facts.deadlineVersion,
  );
  return isDone ? null : `not reminded of ${due.step}`;
}

/** Which states may follow which. */
const NEXT: Record<string, string[]> = {
  scheduled: ['open', 'cancelled'],
  open: ['closing', 'cancelled'],
  closing: ['deciding', 'decided', 'open', 'cancelled'],
  deciding: ['decided', 'open', 'cancelled'],
  decided: ['released', 'open', 'cancelled'],
  released: [],
  cancelled: [],
};

/** Is this a path a stage may take? */
export const isPath = (states: string[]): boolean =>
  states[0] === 'scheduled' && states.slice(1).every((state, i) => NEXT[states[i]!]!.includes(state));
