import type { Command, StageFacts } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { hardClose, ladderSteps } from '../definition/calendar.js';
import type { StageDefinition } from '../definition/definition.js';
import { StageRecord, type StageTransition } from './cycle.entities.js';
import { Stage } from '../definition/stage.entity.js';
import { factsOf } from './stage-facts.js';
import { stepsOf } from '../definition/window-steps.js';

/** Makes the next version of a stage's row and its record; every write of a stage ends with this. */
export function recordStage(
  work: Work,
  stage: Stage,
  transition: StageTransition,
  command?: Partial<Command>,
): StageFacts {
  const facts = nextVersionOf(stage);
  work.em.create(StageRecord, stageRecordOf(work, facts, transition, command), { persist: true });
  return facts;
}

/** Counts the version of a stage's row up. Returns its facts then. */
export function nextVersionOf(stage: Stage): StageFacts {
  stage.version += 1;
  return factsOf(stage);
}

/** The row that keeps the facts of a stage as somebody committed them. */
export const stageRecordOf = (
  work: Work,
  facts: StageFacts,
  transition: StageTransition,
  command?: Partial<Command>,
) => ({
  cycleId: facts.cycleId,
  stageKey: facts.stageKey,
  version: facts.version,
  transition,
  facts,
  actorId: work.actor.id,
  commandId: command?.commandId ?? null,
  reasonCode: command?.reason?.code ?? null,
  reasonDigest: command?.reason?.textDigest ?? null,
});

/** Where a new stage belongs. */
export interface StagePlace {
  cycleId: string;
  revision: number;
  zone: string;
  position: number;
  decides: boolean;
}

/** Makes the row of a stage of a definition that is being published. */
export function scheduleStage(work: Work, definition: StageDefinition, place: StagePlace): StageFacts {
  const { opens, deadline, grace, steps } = definition.window;
  const stage = work.em.create(
    Stage,
    {
      ...place,
      key: definition.key,
      type: definition.type,
      title: definition.title,
      state: 'scheduled',
      version: 0,
      opensAt: new Date(opens),
      deadlineAt: new Date(deadline),
      grace,
      hardCloseAt: new Date(hardClose(deadline, grace, place.zone)),
      steps: stepsOf(steps, place.zone),
      deadlineVersion: 1,
      after: definition.after,
      ladder: ladderSteps(definition.ladder, deadline, place.zone),
      releases: definition.release,
      releasedTo: [],
    },
    { persist: true },
  );
  return recordStage(work, stage, 'scheduled');
}
