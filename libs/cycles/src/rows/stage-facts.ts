import type { StageFacts } from '#libs/contracts';
import { toInstant } from '../definition/calendar.js';
import type { Stage } from '../definition/stage.entity.js';

/** The facts of a stage's row, as activities return and record them. Pure. */
export const factsOf = (stage: Stage): StageFacts => ({
  cycleId: stage.cycleId,
  stageKey: stage.key,
  type: stage.type,
  revision: stage.revision,
  state: stage.state,
  version: stage.version,
  opensAt: toInstant(stage.opensAt),
  deadlineAt: toInstant(stage.deadlineAt),
  hardCloseAt: toInstant(stage.hardCloseAt),
  ...(stage.steps.length > 0 && { steps: stage.steps }),
  deadlineVersion: stage.deadlineVersion,
  after: stage.after,
  ladder: stage.ladder,
  releases: stage.releases,
  releasedTo: stage.releasedTo,
  decides: stage.decides,
  openedAt: stage.openedAt ? toInstant(stage.openedAt) : null,
  closedAt: stage.closedAt ? toInstant(stage.closedAt) : null,
  decisionDigest: stage.decisionDigest ?? null,
  pausedAt: stage.pausedAt ? toInstant(stage.pausedAt) : null,
});

/** Is nothing left to decide or to release? Its workflow has ended then, or is about to. */
export const hasEnded = ({
  state,
  releases,
  releasedTo,
}: Pick<StageFacts, 'state' | 'releases' | 'releasedTo'>): boolean =>
  state === 'released' ||
  state === 'cancelled' ||
  (state === 'decided' && releases.every(({ audience }) => releasedTo.includes(audience)));
