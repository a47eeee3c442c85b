import { Problem } from '#libs/platform';
import { bothZones, toInstant } from '../definition/calendar.js';
import type { Stage } from '../definition/stage.entity.js';

/** `conflict`: what a stage cannot in its present state, and since when it is in it. */
export function stageConflict(stage: Stage, what: string): Problem {
  const closed = stage.closedAt ? ` since ${bothZones(toInstant(stage.closedAt), stage.zone)}` : '';
  return new Problem('conflict', `"${stage.title}" ${what}: it is ${stage.state}${closed}.`, { state: stage.state });
}
