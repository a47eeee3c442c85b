import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant, StageRef } from '#libs/contracts';
import { Problem } from '#libs/platform';
import { toInstant } from './calendar.js';
import { CycleRevision } from './cycle-revision.entity.js';
import { Cycle } from './cycle.entity.js';
import { type CycleDefinition, stageDefinitionOf } from './definition.js';
import type { StageInHand } from './stage-type.js';
import { Stage } from './stage.entity.js';

/** The cycle's row. Throws `not-found`. */
export async function requireCycle(em: SqlEntityManager, cycleId: string): Promise<Cycle> {
  const cycle = await em.findOne(Cycle, { id: cycleId });
  if (!cycle) throw new Problem('not-found', 'There is no such cycle.');
  return cycle;
}

/** The stage's row, as last committed. Throws `not-found`. */
export async function requireStage(em: SqlEntityManager, ref: StageRef): Promise<Stage> {
  const stage = await em.findOne(Stage, { cycleId: ref.cycleId, key: ref.stageKey });
  if (!stage) throw new Problem('not-found', `This cycle has no stage "${ref.stageKey}".`);
  return stage;
}

/** The definition a stage follows. */
export async function definitionOf(em: SqlEntityManager, stage: Stage): Promise<CycleDefinition> {
  const { cycleId, revision } = stage;
  return (await em.findOneOrFail(CycleRevision, { cycleId, revision })).definition;
}

/** A stage with its part of the definition, as handlers take it. */
export async function stageInHand<Settings>(em: SqlEntityManager, stage: Stage): Promise<StageInHand<Settings>> {
  const definition = await definitionOf(em, stage);
  const stageDefinition = stageDefinitionOf(definition, stage.key);
  return { stage, definition, stageDefinition, settings: stageDefinition.settings as Settings };
}

/** The database's clock. */
export async function clockOf(em: SqlEntityManager): Promise<Instant> {
  const [row] = await em.execute<{ now: string | Date }[]>('select clock_timestamp() as now');
  return toInstant(new Date(row!.now));
}
