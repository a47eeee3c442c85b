import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import {
  type CycleDefinition,
  Stage,
  type StageInHand,
  StageTypes,
  definitionDigest,
  stageDefinitionOf,
} from '#libs/cycles';
import { Problem } from '#libs/platform';
import { stageSeed } from './decision.rules.js';

/** Puts stages together with the definition they follow, as handlers and services of judging need them. */
@Injectable()
export class StageHands {
  constructor(private readonly types: StageTypes) {}

  /** The stage and its part of the definition. */
  async of(em: SqlEntityManager, stage: Stage): Promise<StageInHand> {
    const [row] = await em.execute<{ definition: CycleDefinition }[]>(
      'select definition from cycles.cycle_revision where cycle_id = ? and revision = ?',
      [stage.cycleId, stage.revision],
    );
    const definition = row!.definition;
    const stageDefinition = stageDefinitionOf(definition, stage.key);
    const settings = this.types.of(stage.type).settings.parse(stageDefinition.settings);
    return { stage, definition, stageDefinition, settings };
  }

  /** The same by the stage's name, without a lock. Throws `not-found`. */
  async find(em: SqlEntityManager, ref: StageRef): Promise<StageInHand> {
    const stage = await em.findOne(Stage, { cycleId: ref.cycleId, key: ref.stageKey });
    if (!stage) throw new Problem('not-found', `This cycle has no stage "${ref.stageKey}".`);
    return this.of(em, stage);
  }
}

/** Names the stage in hand. */
export const refOf = ({ stage }: StageInHand): StageRef => ({ cycleId: stage.cycleId, stageKey: stage.key });

/** The seed of the stage's draws: the definition's own, or the one that follows from it. */
export function seedOf({ stage, definition, settings }: StageInHand<{ seed?: string | undefined }>): string {
  return settings.seed ?? stageSeed(stage.cycleId, stage.key, definitionDigest(definition));
}
