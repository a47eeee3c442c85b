import { DateTime } from 'luxon';
import type { Instant, ReleaseStep, Said, StageState, WindowStep, WindowStepKey } from '#libs/contracts/pure';
import { refusal } from '../refusals.words.js';
import { type Shift, type Span, bothZones, hardClose, laterBy, toInstant } from '../definition/calendar.js';
import { isStepToCome, stepFault, stepMoveFault, stepMovedTo, stepName } from '../definition/window-steps.js';

/** A stage as it is planned and as it stands: what a move of deadlines looks at. */
export interface WindowedStage {
  key: string;
  title: string;
  state: StageState;
  after: string[];
  opensAt: Instant;
  /** When it really opened; null while scheduled. */
  openedAt: Instant | null;
  deadlineAt: Instant;
  /** ISO 8601 duration between the deadline and the hard close. */
  grace: string;
  /** Further deadlines. */
  steps: WindowStep[];
  releases: ReleaseStep[];
  releasedTo: string[];
}

/** A new window somebody wants for a stage; what it leaves out stays. */
export interface WantedWindow {
  stageKey: string;
  opensAt?: Instant | undefined;
  deadlineAt?: Instant | undefined;
  steps?: { step: WindowStepKey; deadlineAt: Instant }[] | undefined;
}

export interface MoveOptions {
  now: Date;
  /** IANA zone on whose calendar windows move: a shift by whole days keeps local times. */
  zone: string;
  /** Move the windows of all stages that come after, by as much as the hard close moves. */
  shiftFollowing: boolean;
  /** The pause that ends with this move: releases that came due in it are made as much later as it lasted. */
  pause?: Span;
}

/** An old instant and the new one. */
export interface Change<T = Instant> {
  from: T;
  to: T;
}

/** What changes in one stage; parts that stay are null. */
export interface StageMove {
  stageKey: string;
  title: string;
  opens: Change | null;
  deadline: Change | null;
  hardClose: Change | null;
  /** The further deadlines that move. */
  steps: (Change & { step: WindowStepKey })[];
  /** The releases with planned instants that move, by audience. */
  releases: (Change & { audience: ReleaseStep['audience'] })[];
}

/** Why a move is not possible: what is in the way, and which date would be. */
export interface MoveRefusal {
  stageKey: string;
  part: 'opensAt' | 'deadlineAt' | 'release';
  /** The further deadline that is in the way, or cannot move. */
  step?: WindowStepKey;
  why: Said;
  allowed: Said;
  /** The last deadline that leaves everything after it in place. */
  latestDeadline?: Instant;
  /** The first instant at which what is in the way would be possible. */
  firstPossible?: Instant;
}

export type PlannedMoves = { moves: StageMove[] } | { refusal: MoveRefusal };

/**
 * What moves when stages get the wanted windows; nothing is changed. A stage's further deadlines
 * stay where they are unless they are wanted elsewhere; with `shiftFollowing` those that are to
 * come move with their stage's later deadline. Without `shiftFollowing` a window that would run
 * over a following stage or a planned release is refused with the first possible date. With it,
 * every scheduled stage that comes after a later hard close moves by the same span, and so do
 * releases planned for the opening of a stage that moves: an embargo that ends with the ceremony
 * moves with the ceremony. After a pause releases move so in any case.
 */
export function planMoves(stages: WindowedStage[], wanted: WantedWindow[], options: MoveOptions): PlannedMoves {
  const { zone } = options;
  const planned = new Map(stages.map((stage) => [stage.key, withWanted(stage, wanted, zone)]));
  if (options.shiftFollowing) shiftFollowers(stages, planned, wanted, zone);
  if (options.shiftFollowing) shiftSteps(stages, planned, wanted, options);
  if (options.shiftFollowing || options.pause) shiftReleases(stages, planned, options);
  const after = stages.map(({ key }) => planned.get(key)!);
  const refusal = firstRefusal(stages, after, wanted, options);
  if (refusal) return { refusal };
  return { moves: stages.flatMap((stage, index) => moveOf(stage, after[index]!, zone) ?? []) };
}

const withWanted = (stage: WindowedStage, wanted: WantedWindow[], zone: string): WindowedStage => {
  const own = wanted.find(({ stageKey }) => stageKey === stage.key);
  const steps = stage.steps.map((step) => {
    const to = own?.steps?.find((each) => each.step === step.step)?.deadlineAt;
    return to === undefined ? step : stepMovedTo(step, to, zone);
  });
  return { ...stage, opensAt: own?.opensAt ?? stage.opensAt, deadlineAt: own?.deadlineAt ?? stage.deadlineAt, steps };
};

/** Moves followers in the order of `after`, each by the longest shift of a stage it comes after. */
function shiftFollowers(
  stages: WindowedStage[],
  planned: Map<string, WindowedStage>,
  wanted: WantedWindow[],
  zone: string,
): void {
  const isWanted = (key: string) => wanted.some(({ stageKey }) => stageKey === key);
  for (const stage of inOrder(stages)) {
    const shift = longest(stage.after.flatMap((key) => shiftOf(stages, planned, key, zone)));
    if (!shift || stage.state !== 'scheduled' || isWanted(stage.key)) continue;
    const { opensAt, deadlineAt } = stage;
    planned.set(stage.key, { ...stage, opensAt: shift(opensAt), deadlineAt: shift(deadlineAt) });
  }
}

/** Further deadlines that are to come, and are not wanted elsewhere, move with the hard close of their stage. */
function shiftSteps(
  stages: WindowedStage[],
  planned: Map<string, WindowedStage>,
  wanted: WantedWindow[],
  { now, zone }: MoveOptions,
): void {
  for (const stage of stages) {
    const [shift] = shiftOf(stages, planned, stage.key, zone);
    if (!shift) continue;
    const own = wanted.find(({ stageKey }) => stageKey === stage.key)?.steps ?? [];
    const after = planned.get(stage.key)!;
    const steps = after.steps.map((step) =>
      isStepToCome(step, toInstant(now)) && !own.some((each) => each.step === step.step)
        ? stepMovedTo(step, shift(step.deadlineAt), zone)
        : step,
    );
    planned.set(stage.key, { ...after, steps });
  }
}

type Releasing = Pick<MoveOptions, 'zone' | 'pause'>;

function shiftReleases(stages: WindowedStage[], planned: Map<string, WindowedStage>, options: Releasing): void {
  for (const stage of stages) {
    const releases = stage.releases.map((step) => shiftedRelease(step, stage, stages, planned, options));
    planned.set(stage.key, { ...planned.get(stage.key)!, releases });
  }
}

/**
 * A release still to come moves with the stage whose opening it was planned for, else with its own
 * stage and out of a pause.
 */
function shiftedRelease(
  step: ReleaseStep,
  own: WindowedStage,
  stages: WindowedStage[],
  planned: Map<string, WindowedStage>,
  { zone, pause }: Releasing,
): ReleaseStep {
  const { when } = step;
  if (!isPlannedInstant(when) || own.releasedTo.includes(step.audience)) return step;
  const opened = stages.find(({ opensAt }) => opensAt === when);
  const openedAt = opened && planned.get(opened.key)!.opensAt;
  if (openedAt && openedAt !== when) return { ...step, when: openedAt };
  const outOfPause = pause && when > pause.from && when <= pause.to ? [laterBy(pause)] : [];
  const shift = longest([...(opened ? [] : shiftOf(stages, planned, own.key, zone)), ...outOfPause]);
  return shift ? { ...step, when: shift(when) } : step;
}

/** How far a stage's hard close moves later, as a function of instants; empty when it does not. */
function shiftOf(stages: WindowedStage[], planned: Map<string, WindowedStage>, key: string, zone: string): Shift[] {
  const before = stages.find((stage) => stage.key === key);
  const after = planned.get(key);
  if (!before || !after) return [];
  const from = DateTime.fromISO(hardCloseOf(before, zone), { zone });
  const to = DateTime.fromISO(hardCloseOf(after, zone), { zone });
  if (to <= from) return [];
  const span = to.diff(from, ['days', 'milliseconds']);
  return [(instant) => toInstant(DateTime.fromISO(instant, { zone }).plus(span))];
}

const EPOCH = toInstant(new Date(0));
const longest = (shifts: Shift[]): Shift | undefined => shifts.toSorted((a, b) => b(EPOCH).localeCompare(a(EPOCH)))[0];

/** Stages so that each comes after all in its `after`. */
function inOrder(stages: WindowedStage[]): WindowedStage[] {
  const ordered: WindowedStage[] = [];
  const visit = (stage: WindowedStage): void => {
    if (ordered.includes(stage)) return;
    for (const key of stage.after) {
      const before = stages.find((other) => other.key === key);
      if (before) visit(before);
    }
    ordered.push(stage);
  };
  for (const stage of stages) visit(stage);
  return ordered;
}

const hardCloseOf = (stage: WindowedStage, zone: string): Instant => hardClose(stage.deadlineAt, stage.grace, zone);

const isPlannedInstant = (when: ReleaseStep['when']): boolean => when !== 'decided' && when !== 'command';

/** States in which a stage's window can still move. */
const MOVABLE: readonly StageState[] = ['scheduled', 'open'];

function firstRefusal(
  before: WindowedStage[],
  after: WindowedStage[],
  wanted: WantedWindow[],
  options: MoveOptions,
): MoveRefusal | null {
  for (const { stageKey } of wanted) {
    const own = after.find(({ key }) => key === stageKey);
    const known = before.find(({ key }) => key === stageKey);
    if (!own || !known) throw new Error(`There is no stage "${stageKey}" to move`);
    const isStepOnly =
      own.opensAt === known.opensAt && own.deadlineAt === known.deadlineAt && isMovedInSteps(known, own);
    const refusal =
      (isStepOnly ? null : refuseOwn(known, own, options)) ??
      refuseSteps(known, own, options) ??
      (isStepOnly ? null : refuseOverlap(own, after, options.zone));
    if (refusal) return refusal;
  }
  for (const stage of after) {
    const known = before.find(({ key }) => key === stage.key)!;
    const refusal = isMoved(before, stage)
      ? (refuseSteps(known, stage, options) ?? refuseOverlap(stage, after, options.zone))
      : null;
    if (refusal) return refusal;
  }
  return null;
}

const isMovedInSteps = (known: WindowedStage, own: WindowedStage): boolean =>
  own.steps.some(({ deadlineAt }, index) => deadlineAt !== known.steps[index]?.deadlineAt);

/** Further deadlines: those that move must be able to, and all go with the stage's window as it is then. */
function refuseSteps(known: WindowedStage, own: WindowedStage, { now, zone, pause }: MoveOptions): MoveRefusal | null {
  const window = { opens: own.openedAt ?? own.opensAt, deadline: own.deadlineAt };
  for (const [index, { step, deadlineAt: to }] of own.steps.entries()) {
    const from = known.steps[index]!.deadlineAt;
    const fault =
      (from === to || isMovedByPause(pause, from, to)
        ? null
        : stepMoveFault({ step, from, to }, known.state, now, zone, pause?.from)) ??
      stepFault({ step, deadlineAt: to }, window, zone);
    if (!fault) continue;
    return {
      stageKey: own.key,
      part: 'deadlineAt',
      step,
      why: fault.sentence,
      allowed: from === to ? refusal('move.otherDeadline', { step: stepName(step) }) : fault.allowed,
    };
  }
  return null;
}

/**
 * Moved by just the length of a pause, past or not: one that began in the time of grace gives back
 * what was left of that.
 */
const isMovedByPause = (pause: Span | undefined, from: Instant, to: Instant): boolean =>
  pause !== undefined && to === laterBy(pause)(from);

const isMoved = (before: WindowedStage[], stage: WindowedStage): boolean =>
  before.some(({ key, deadlineAt }) => key === stage.key && deadlineAt !== stage.deadlineAt);

/** The window in itself: a stage that can move, an opening and a deadline that are to come and in order. */
function refuseOwn(known: WindowedStage, own: WindowedStage, { now, zone, pause }: MoveOptions): MoveRefusal | null {
  const show = (instant: Instant) => bothZones(instant, zone);
  const stageKey = own.key;
  const no = (part: MoveRefusal['part'], why: Said, allowed: Said) => ({ stageKey, part, why, allowed });
  if (!MOVABLE.includes(known.state)) {
    return no('deadlineAt', refusal('move.over', { title: own.title, state: known.state }), refusal('move.notClosed'));
  }
  const opensMoves = own.opensAt !== known.opensAt;
  if (opensMoves && known.state !== 'scheduled') {
    return no('opensAt', refusal('move.opened', { title: own.title }), refusal('move.noOtherOpening'));
  }
  if (opensMoves && Date.parse(own.opensAt) <= now.getTime()) {
    const why = refusal('move.openingPast', { now: show(toInstant(now)) });
    return no('opensAt', why, refusal('move.toComeOrNow'));
  }
  if (Date.parse(own.deadlineAt) <= now.getTime() && !isMovedByPause(pause, known.deadlineAt, own.deadlineAt)) {
    return no('deadlineAt', refusal('move.past', { now: show(toInstant(now)) }), refusal('move.toCome'));
  }
  if (own.deadlineAt <= (own.openedAt ?? own.opensAt)) {
    const why = refusal('move.beforeOpening', { title: own.title, opens: show(own.opensAt) });
    return no('deadlineAt', why, refusal('move.afterOpening'));
  }
  return null;
}

/** Does the stage's hard close run over what is planned after it, or its opening over what is before it? */
function refuseOverlap(stage: WindowedStage, after: WindowedStage[], zone: string): MoveRefusal | null {
  const show = (instant: Instant) => bothZones(instant, zone);
  const closes = hardCloseOf(stage, zone);
  const late = stage.after
    .flatMap((key) => after.find((other) => other.key === key) ?? [])
    .find((other) => stage.state === 'scheduled' && hardCloseOf(other, zone) > stage.opensAt);
  if (late) {
    const first = hardCloseOf(late, zone);
    return {
      stageKey: stage.key,
      part: 'opensAt',
      why: refusal('move.opensTooEarly', { title: stage.title, before: late.title, closes: show(first) }),
      allowed: refusal('move.orLater', { instant: first, shown: show(first) }),
      firstPossible: first,
    };
  }
  for (const { what, at } of inTheWay(stage, after)) {
    if (at >= closes) continue;
    const grace = Date.parse(closes) - Date.parse(stage.deadlineAt);
    const last = toInstant(new Date(Date.parse(at) - grace));
    return {
      stageKey: stage.key,
      part: 'deadlineAt',
      why: refusal('move.inTheWay', { what, at: show(at), closes: show(closes) }),
      allowed: refusal('move.atTheLatest', { instant: last, shown: show(last) }),
      latestDeadline: last,
      firstPossible: closes,
    };
  }
  return null;
}

/** What is planned after the stage's hard close, earliest first. */
function inTheWay(stage: WindowedStage, all: WindowedStage[]): { what: Said; at: Instant }[] {
  const openings = all
    .filter((other) => other.after.includes(stage.key) && other.state === 'scheduled')
    .map(({ title, opensAt }) => ({ what: refusal('move.openingOf', { title }), at: opensAt }));
  const releases = stage.releases
    .filter(({ when, audience }) => isPlannedInstant(when) && !stage.releasedTo.includes(audience))
    .map(({ audience, when }) => ({ what: refusal('move.releaseTo', { audience }), at: when }));
  return [...openings, ...releases].toSorted((a, b) => a.at.localeCompare(b.at));
}

function moveOf(before: WindowedStage, after: WindowedStage, zone: string): StageMove | null {
  const change = (from: Instant, to: Instant): Change | null => (from === to ? null : { from, to });
  const move: StageMove = {
    stageKey: before.key,
    title: before.title,
    opens: change(before.opensAt, after.opensAt),
    deadline: change(before.deadlineAt, after.deadlineAt),
    hardClose: change(hardCloseOf(before, zone), hardCloseOf(after, zone)),
    steps: before.steps.flatMap(({ step, deadlineAt: from }, index) => {
      const to = after.steps[index]!.deadlineAt;
      return to === from ? [] : [{ step, from, to }];
    }),
    releases: before.releases.flatMap(({ audience, when }, index) => {
      const to = after.releases[index]!.when;
      return to === when ? [] : [{ audience, from: when, to }];
    }),
  };
  return move.opens || move.deadline || move.steps.length > 0 || move.releases.length > 0 ? move : null;
}
