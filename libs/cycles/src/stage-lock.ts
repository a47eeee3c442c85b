import type { StageRef } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { bothZones, toInstant } from './calendar.js';
import { Stage } from './stage.entity.js';

/** A stage read under its lock, and the two clocks of the database. */
export interface LockedStage {
  stage: Stage;
  /** Start of the transaction: the instant a write is judged by. */
  at: Date;
  /** The wall clock when the lock was held. */
  clock: Date;
}

/**
 * Takes the stage's advisory lock until the end of the transaction and reads its row fresh, in one round trip. Writers of a
 * stage's content hold it `shared`, whoever changes the stage itself `exclusive`. The lock is fair: a waiting closer lets no
 * new writer pass. Throws `not-found`.
 */
export async function lockStage(work: Work, ref: StageRef, mode: 'shared' | 'exclusive'): Promise<LockedStage> {
  const [row] = await work.em.execute<({ at: string | Date; clock: string | Date } & object)[]>(
    'select s.*, now() as "at", clock_timestamp() as "clock" from cycles.lock_stage(?, ?, ?) s',
    [ref.cycleId, ref.stageKey, mode === 'exclusive'],
  );
  if (!row) throw new Problem('not-found', `This cycle has no stage "${ref.stageKey}".`);
  const { at, clock, ...columns } = row;
  return { stage: work.em.map(Stage, columns), at: new Date(at), clock: new Date(clock) };
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
}

/**
 * What every write of a stage's content begins with: takes the lock shared and says whether the write is in time. Throws
 * `not-open` or `deadline-passed` (naming the deadline in both zones, with `at`, never before the real close).
 */
export async function lockStageForWriting(
  work: Work,
  cycleId: string,
  stageKey: string,
  options: WritingOptions = {},
): Promise<OpenStage> {
  const { stage, at } = await lockStage(work, { cycleId, stageKey }, 'shared');
  if (stage.state === 'open' && at < stage.hardCloseAt) return { stage, at, late: at >= stage.deadlineAt };
  if (stage.state === 'scheduled' || stage.state === 'cancelled') throw notOpen(stage, at);
  const until = (await options.extendedUntil?.(stage)) ?? null;
  if (until && at < until) return { stage, at, late: true };
  throw deadlinePassed(stage, at, until);
}

function notOpen(stage: Stage, at: Date): Problem {
  const when =
    stage.state === 'cancelled'
      ? 'was cancelled'
      : `is not open yet; it opens on ${bothZones(toInstant(stage.opensAt), stage.zone)}`;
  return new Problem('not-open', `"${stage.title}" ${when}.`, { at: toInstant(at), state: stage.state });
}

function deadlinePassed(
  { closedAt, deadlineAt, hardCloseAt, title, zone }: Stage,
  at: Date,
  extendedUntil: Date | null,
): Problem {
  const isClosedEarly = closedAt != null && closedAt < hardCloseAt;
  const end = toInstant(extendedUntil ?? (isClosedEarly ? closedAt : deadlineAt));
  const was = isClosedEarly ? `"${title}" was closed on` : `The deadline of "${title}" was`;
  const what = extendedUntil ? `Your extension of "${title}" ended on` : was;
  return new Problem('deadline-passed', `${what} ${bothZones(end, zone)}.`, {
    // A writer that began before a close by command and waited for its lock is judged by the close.
    at: toInstant(closedAt && closedAt > at ? closedAt : at),
    deadline: { utc: end, zone },
  });
}
