import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import { type Stage, lockStage, refusePaused, requireStage } from '#libs/cycles';
import { Problem, type RequestContext, type Work, allows } from '#libs/platform';
import type { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { requireStaff } from './entry-access.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

const noSuchStage = () => new Problem('not-found', refusal('cycle.noEligibility'));

/** The eligibility stage, for those who may read what was found. Throws `not-found` for everybody else. */
export async function readableStage(
  em: SqlEntityManager,
  definitions: CycleDefinitions,
  { principal }: RequestContext,
  ref: StageRef,
): Promise<Stage> {
  const programme = await definitions.programmeOf(ref.cycleId);
  if (!allows(entryPermissions.readUndecided, principal, { programme, cycleId: ref.cycleId })) throw noSuchStage();
  const stage = await requireStage(em, ref);
  if (stage.type !== eligibility.key) throw noSuchStage();
  return stage;
}

/**
 * The eligibility stage under its shared lock, for the secretariat to write to, with the instant it
 * is judged by. Throws `not-open` or `conflict` unless it is open, or closed and not yet proposed;
 * `paused`.
 */
export async function lockStageForChecks(
  work: Work,
  definitions: CycleDefinitions,
  context: RequestContext,
  ref: StageRef,
): Promise<{ stage: Stage; at: Date }> {
  const { stage, at } = await lockStage(work, ref, 'shared');
  requireStaff(
    context,
    { programme: await definitions.programmeOf(ref.cycleId), cycleId: ref.cycleId },
    entryPermissions.checkEligibility,
  );
  if (stage.type !== eligibility.key) throw noSuchStage();
  refusePaused(stage, at);
  const { title, state } = stage;
  if (state === 'scheduled') throw new Problem('not-open', refusal('stage.notOpen', { title }), { state });
  if (state !== 'open' && state !== 'closing')
    throw new Problem('conflict', refusal('verdict.stageOver', { title, state }), { state });
  return { stage, at };
}
