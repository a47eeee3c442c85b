import type { ReleaseAudience } from '#libs/contracts';
import { Problem } from '#libs/platform';
import type { Cycle } from './cycle.entities.js';
import { stageConflict } from './stage-problems.js';
import type { Stage } from '../definition/stage.entity.js';

/** What may not be done, asked by the command and by its preview alike. Pure; each throws `conflict`. */

/** Refuses what needs a running cycle, such as "The cycle cannot be cancelled". */
export function refuseUnlessPublished({ status }: Pick<Cycle, 'status'>, what: string): void {
  if (status !== 'published') throw new Problem('conflict', `${what}: it is ${status}.`, { state: status });
}

/** Refuses to open a stage that is not scheduled, or waits for the decision of another one. */
export function refuseOpening(stage: Stage, all: Stage[]): void {
  if (stage.state !== 'scheduled') throw stageConflict(stage, 'cannot be opened');
  const undecided = all.filter(
    ({ key, state }) => stage.after.includes(key) && state !== 'decided' && state !== 'released',
  );
  if (undecided.length === 0) return;
  const names = undecided.map(({ title, state }) => `"${title}" (${state})`).join(', ');
  throw new Problem('conflict', `"${stage.title}" waits for the decision of ${names}.`, { state: stage.state });
}

export function refuseClosing(stage: Stage): void {
  if (stage.state !== 'open') throw stageConflict(stage, 'cannot be closed');
}

/**
 * Refuses to reopen a stage that has not closed, whose decision is certified, or after which another one has opened.
 */
export function refuseReopening(stage: Stage, all: Stage[]): void {
  const isClosed = stage.state === 'closing' || stage.state === 'deciding' || stage.state === 'decided';
  if (!isClosed) throw stageConflict(stage, 'cannot be reopened');
  if (stage.state === 'decided' && stage.decides) {
    const detail = `The decision of "${stage.title}" is certified: it can be superseded, the stage cannot be reopened.`;
    throw new Problem('conflict', detail, { state: stage.state });
  }
  const opened = all.find(
    ({ after, state }) => after.includes(stage.key) && state !== 'scheduled' && state !== 'cancelled',
  );
  if (!opened) return;
  const detail = `"${stage.title}" cannot be reopened: "${opened.title}", which comes after it, is ${opened.state}.`;
  throw new Problem('conflict', detail, { state: stage.state });
}

/**
 * Refuses a release that is not planned, or that the plan gives to the clock (to a command, where
 * `byCommand` is false).
 */
export function refuseReleasing(stage: Stage, audience: ReleaseAudience, byCommand: boolean): void {
  const step = stage.releases.find((release) => release.audience === audience);
  if (stage.state !== 'decided' || !step) throw stageConflict(stage, `cannot be released to "${audience}"`);
  if (byCommand && step.when !== 'command')
    throw stageConflict(stage, `is released to "${audience}" by its plan, not by command`);
  if (!byCommand && step.when === 'command') throw stageConflict(stage, `is released to "${audience}" by command only`);
}
