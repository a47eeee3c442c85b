import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import { Stage, StageHandlers, StageTypes, lockStage, stageContextOf } from '#libs/cycles';
import type { Work } from '#libs/platform';
import { stagesBefore } from '../panel/entries-for-judges.service.js';
import { type FollowingStage, effectsOnStages } from '../decision/supersession-effects.rules.js';
import { type OutcomeChange, RESERVED } from '../methods/supersession.rules.js';

/** The stages that take entries from another one, and what a superseding decision of that one does to them. */
@Injectable()
export class FollowingStagesService {
  constructor(
    private readonly types: StageTypes,
    private readonly handlers: StageHandlers,
  ) {}

  /** The following stages, in the order in which a decision reaches them. */
  async after(em: SqlEntityManager, ref: StageRef): Promise<FollowingStage[]> {
    return (await this.rows(em, ref)).map((stage) => this.followingStage(stage));
  }

  /** The following stages under their locks, in the calendar's order, so that none opens or closes meanwhile. */
  async lockAfter(work: Work, ref: StageRef): Promise<Stage[]> {
    const locked: Stage[] = [];
    for (const { key: stageKey, cycleId } of await this.rows(work.em, ref))
      locked.push((await lockStage(work, { cycleId, stageKey }, 'exclusive')).stage);
    return locked;
  }

  /** One of these stages that has opened, and takes from the reserve no more; null while none has. */
  opened(stages: readonly Stage[]): Stage | null {
    const hasOpened = ({ state, type }: Stage) =>
      state !== 'scheduled' && state !== 'cancelled' && this.types.of(type).takes.includes(RESERVED);
    return stages.find(hasOpened) ?? null;
  }

  /** What changes in stages that are open: who leaves is not owed any more, who comes in is assigned. */
  async follow(work: Work, stages: readonly Stage[], changes: readonly OutcomeChange[]): Promise<void> {
    for (const stage of stages) {
      const [effect] = effectsOnStages([this.followingStage(stage)], changes);
      if (effect && stage.state === 'open')
        await this.handlers.of(stage.type).entriesChanged?.(work, await stageContextOf(work.em, stage), effect);
    }
  }

  /** The stages after this one that judge entries, in the calendar's order. */
  async rows(em: SqlEntityManager, { cycleId, stageKey }: StageRef): Promise<Stage[]> {
    const all = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
    return all.filter(
      (stage) => stagesBefore(stage, all).includes(stageKey) && this.types.of(stage.type).takes.length > 0,
    );
  }

  private followingStage({ key, title, state, type }: Stage): FollowingStage {
    const { takes, admitsLate = false } = this.types.of(type);
    return { stageKey: key, title, state, takes, admitsLate };
  }
}
