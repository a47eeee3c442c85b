import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant, StageRef } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { endAfterPauses, toInstant } from '../definition/calendar.js';
import { Cycle, CycleRevision, Pause } from './cycle.entities.js';
import { type CycleDefinition, stageDefinitionOf } from '../definition/definition.js';
import type { StageContext } from '../definition/stage-type.js';
import { Stage } from '../definition/stage.entity.js';

/** The cycle's row. Throws `not-found`. */
export async function requireCycle(em: SqlEntityManager, cycleId: string): Promise<Cycle> {
  const cycle = await em.findOne(Cycle, { id: cycleId });
  if (!cycle) throw new Problem('not-found', refusal('cycle.none'));
  return cycle;
}

/**
 * The frozen definition in force of a cycle that is no draft. Throws `not-found` for a past edition, which has none.
 */
export async function requireRevision(em: SqlEntityManager, { id: cycleId, revision, status }: Cycle) {
  if (status === 'history') throw new Problem('not-found', refusal('cycle.pastEdition'));
  return em.findOneOrFail(CycleRevision, { cycleId, revision });
}

/**
 * The cycle's row, locked until the end of the transaction; always taken before the locks of
 * stages. Throws `not-found`.
 */
export async function lockCycle({ em }: Work, cycleId: string): Promise<Cycle> {
  const cycle = await em.findOne(Cycle, { id: cycleId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!cycle) throw new Problem('not-found', refusal('cycle.none'));
  return cycle;
}

/** The definition a published cycle follows now. */
export async function definitionInForce(em: SqlEntityManager, cycle: Cycle): Promise<CycleDefinition> {
  return (await requireRevision(em, cycle)).definition;
}

/** The stage's row, as last committed. Throws `not-found`. */
export async function requireStage(em: SqlEntityManager, ref: StageRef): Promise<Stage> {
  const stage = await em.findOne(Stage, { cycleId: ref.cycleId, key: ref.stageKey });
  if (!stage) throw new Problem('not-found', refusal('stage.none', { stageKey: ref.stageKey }));
  return stage;
}

/** The definition a stage follows. */
export async function definitionOf(
  em: SqlEntityManager,
  stage: Pick<Stage, 'cycleId' | 'revision'>,
): Promise<CycleDefinition> {
  const { cycleId, revision } = stage;
  return (await em.findOneOrFail(CycleRevision, { cycleId, revision })).definition;
}

/** A stage with its part of the definition, as handlers take it. */
export async function stageContextOf<Settings>(em: SqlEntityManager, stage: Stage): Promise<StageContext<Settings>> {
  const definition = await definitionOf(em, stage);
  const stageDefinition = stageDefinitionOf(definition, stage.key);
  const published = await em.findOneOrFail(CycleRevision, { cycleId: stage.cycleId, revision: 1 });
  const settings = stageDefinition.settings as Settings;
  return { stage, definition, stageDefinition, settings, publishedDigest: published.digest };
}

/** The database's clock. */
export async function clockOf(em: SqlEntityManager): Promise<Instant> {
  const [row] = await em.execute<{ now: string | Date }[]>('select clock_timestamp() as now');
  return toInstant(new Date(row!.now));
}

/** The end of a time that began at `from`, later by as much of it as the cycle was paused. */
export async function endWithPauses(
  em: SqlEntityManager,
  cycleId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<Instant> {
  const pauses = await em.find(Pause, { cycleId, resumedAt: { $ne: null } }, { orderBy: { number: 'asc' } });
  const spans = pauses.map(({ pausedAt, resumedAt }) => ({ from: toInstant(pausedAt), to: toInstant(resumedAt!) }));
  return endAfterPauses({ from, to }, spans);
}
