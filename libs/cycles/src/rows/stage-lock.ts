import type { StageRef, WindowStepKey } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { bothZones, toInstant, zoned, zonedForCity } from '../definition/calendar.js';
import { Stage } from '../definition/stage.entity.js';
import { stepName } from '../definition/window-steps.js';

/** A stage read under its lock, and the two clocks of the database. */
export interface LockedStage {
  stage: Stage;
  /** Start of the transaction: the instant a write is judged by. */
  at: Date;
  /** The wall clock when the lock was held. */
  clock: Date;
}

/**
 * Takes the stage's advisory lock until the end of the transaction and reads its row fresh, in one
 * round trip. Writers of a stage's content hold it `shared`, whoever changes the stage itself
 * `exclusive`. The lock is fair: a waiting closer lets no new writer pass. Throws `not-found`.
 */
export async function lockStage(work: Work, ref: StageRef, mode: 'shared' | 'exclusive'): Promise<LockedStage> {
  const [row] = await work.em.execute<({ at: string | Date; clock: string | Date } & object)[]>(
    'select s.*, now() as "at", clock_timestamp() as "clock" from cycles.lock_stage(?, ?, ?) s',
    [ref.cycleId, ref.stageKey, mode === 'exclusive'],
  );
  if (!row) throw new Problem('not-found', refusal('stage.none', { stageKey: ref.stageKey }));
  const { at, clock, ...columns } = row;
  return { stage: work.em.map(Stage, columns), at: new Date(at), clock: new Date(clock) };
}

/**
 * The order in which the locks of several stages are taken: each after those it comes after; of
 * those that may begin together, first what decides nothing (a call for entries, whose writers take
 * its lock before they know of others), then by key. With one order for all, no two transactions
 * wait for each other.
 */
export function inLockOrder<S extends Pick<Stage, 'key' | 'after' | 'decides'>>(stages: S[]): S[] {
  const depths = new Map<S, number>();
  const depthOf = (stage: S): number => {
    if (!depths.has(stage)) {
      const before = stages.filter(({ key }) => stage.after.includes(key));
      depths.set(stage, 1 + Math.max(-1, ...before.map(depthOf)));
    }
    return depths.get(stage)!;
  };
  return stages.toSorted(
    (a, b) => depthOf(a) - depthOf(b) || Number(a.decides) - Number(b.decides) || a.key.localeCompare(b.key),
  );
}

/**
 * Takes the locks of the stages of a cycle that are to change exclusively. Gives all stages in
 * their order, those read under their locks, and the wall clock when the last was held.
 */
export async function lockStages(
  work: Work,
  cycleId: string,
  isToChange: (stage: Stage) => boolean = () => true,
): Promise<{ stages: Stage[]; clock: Date }> {
  const stages = await work.em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
  const locked = new Map<string, LockedStage>();
  for (const { key } of inLockOrder(stages).filter(isToChange)) {
    locked.set(key, await lockStage(work, { cycleId, stageKey: key }, 'exclusive'));
  }
  const clock = [...locked.values()].at(-1)?.clock ?? (await work.now());
  return { stages: stages.map((stage) => locked.get(stage.key)?.stage ?? stage), clock };
}

/** Refuses while the cycle is paused. Throws `paused`, with `at`. */
export function refusePaused({ title, zone, pausedAt }: Stage, at: Date): void {
  if (!pausedAt) return;
  const since = bothZones(toInstant(pausedAt), zone);
  const detail = refusal('stage.paused', { title, since });
  throw new Problem('paused', detail, { at: toInstant(at), pausedAt: toInstant(pausedAt) });
}

/** A stage that takes a writer's write, for as long as the transaction runs. */
export interface OpenStage {
  stage: Stage;
  /** The instant the write is judged by; it goes into the receipt. */
  at: Date;
  /** Between the published deadline and the hard close, or by an extension. */
  late: boolean;
}

export interface WritingOptions {
  /** The writer's personal extension, read under the lock and only when the stage is over for others; null for none. */
  extendedUntil?: (stage: Stage) => Promise<Date | null>;
  /** IANA zone of the city that writes: it is told instants there too. */
  cityZone?: string;
}

/**
 * What every write of a stage's content begins with: takes the lock shared and says whether the
 * write is in time. Throws `paused`, `not-open` or `deadline-passed` (naming the deadline in both
 * zones, with `at`, never before the real close).
 */
export async function lockStageForWriting(
  work: Work,
  cycleId: string,
  stageKey: string,
  options: WritingOptions = {},
): Promise<OpenStage> {
  return openForWriting(await lockStage(work, { cycleId, stageKey }, 'shared'), options);
}

/** Says whether a write is in time, for a stage whose shared lock is held already. */
export async function openForWriting(
  { stage, at }: Pick<LockedStage, 'stage' | 'at'>,
  options: WritingOptions = {},
): Promise<OpenStage> {
  refusePaused(stage, at);
  if (stage.state === 'open' && at < stage.hardCloseAt) return { stage, at, late: at >= stage.deadlineAt };
  if (stage.state === 'scheduled' || stage.state === 'cancelled') throw notOpen(stage, at, options.cityZone);
  const until = (await options.extendedUntil?.(stage)) ?? null;
  if (until && at < until) return { stage, at, late: true };
  throw deadlinePassed(stage, at, until, options.cityZone);
}

/** A further deadline of a stage that takes a write. */
export interface OpenStep {
  /** The instant the write is judged by. */
  at: Date;
  /** Between the published deadline and its hard close, or by an extension. */
  late: boolean;
}

/**
 * Whether a write that one of the stage's further deadlines ends is in time, by the stage as it was
 * read under its lock; null where the stage has no such deadline. It holds whatever the stage's own
 * window says. Throws `paused`, `not-open` for a cancelled stage, or `deadline-passed` (naming the
 * step and its deadline in both zones, with `at`).
 */
export async function openStep(
  { stage, at }: Pick<LockedStage, 'stage' | 'at'>,
  step: WindowStepKey,
  options: WritingOptions = {},
): Promise<OpenStep | null> {
  const window = stage.steps.find((each) => each.step === step);
  if (!window) return null;
  const { cityZone } = options;
  refusePaused(stage, at);
  if (stage.state === 'cancelled') throw notOpen(stage, at, cityZone);
  const now = toInstant(at);
  if (now < window.hardCloseAt) return { at, late: now >= window.deadlineAt };
  const until = (await options.extendedUntil?.(stage)) ?? null;
  if (until && at < until) return { at, late: true };
  const { title, zone } = stage;
  const end = until ? toInstant(until) : window.deadlineAt;
  const said = {
    title,
    step: stepName(step),
    end: bothZones(end, zone, cityZone),
    after: refusal('step.after', { step }),
  };
  throw new Problem('deadline-passed', until ? refusal('step.extensionEnded', said) : refusal('step.passed', said), {
    at: now,
    step,
    deadline: cityZone ? zonedForCity(end, zone, cityZone) : zoned(end, zone),
  });
}

function notOpen(stage: Stage, at: Date, cityZone?: string): Problem {
  const { title, state, zone } = stage;
  const detail =
    state === 'cancelled'
      ? refusal('stage.cancelled', { title })
      : refusal('stage.notOpen', { title, opens: bothZones(toInstant(stage.opensAt), zone, cityZone) });
  return new Problem('not-open', detail, { at: toInstant(at), state });
}

function deadlinePassed(
  { closedAt, deadlineAt, hardCloseAt, title, zone }: Stage,
  at: Date,
  extendedUntil: Date | null,
  cityZone?: string,
): Problem {
  const isClosedEarly = closedAt != null && closedAt < hardCloseAt;
  const end = toInstant(extendedUntil ?? (isClosedEarly ? closedAt : deadlineAt));
  const said = { title, end: bothZones(end, zone, cityZone) };
  const was = isClosedEarly ? refusal('stage.closedEarly', said) : refusal('stage.deadlinePassed', said);
  return new Problem('deadline-passed', extendedUntil ? refusal('stage.extensionEnded', said) : was, {
    // A writer that began before a close by command and waited for its lock is judged by the close.
    at: toInstant(closedAt && closedAt > at ? closedAt : at),
    deadline: cityZone ? zonedForCity(end, zone, cityZone) : zoned(end, zone),
  });
}
