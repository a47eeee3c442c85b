import type { Command, StageFacts } from '#libs/contracts';
import type { Work } from '#libs/platform';
import { hardClose, ladderSteps } from './calendar.js';
import type { StageDefinition } from './definition.js';
import type { StageTransition } from './stage-record.entity.js';
import { Stage } from './stage.entity.js';
import { factsOf } from './stage-facts.js';
import { stepsOf } from './window-steps.js';

/**
 * Makes the next version of a stage's row and its record, which is written with the last statement of the transaction; every write of a
 * stage ends with this.
 */
export function recordStage(
  work: Work,
  stage: Stage,
  transition: StageTransition,
  command?: Partial<Command>,
): StageFacts {
  stage.version += 1;
  const facts = factsOf(stage);
  work.defer({
    sql: `record_${stage.position}_${stage.version} as (
      insert into cycles.stage_record (cycle_id, stage_key, version, transition, facts, actor_id, command_id, reason_code, reason_digest)
      values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
    )`,
    values: [
      stage.cycleId,
      stage.key,
      stage.version,
      transition,
      JSON.stringify(facts),
      work.actor.id,
      command?.commandId ?? null,
      command?.reason?.code ?? null,
      command?.reason?.textDigest ?? null,
    ],
  });
  return facts;
}

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
