import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { CycleContextService, type CycleDefinition, Stage, definitionOf } from '#libs/cycles';
import { Problem } from '#libs/platform';
import { refusal } from '../refusals.words.js';

const REMEMBERED = 50;

/**
 * What of cycles never changes, read once: frozen definitions and programmes. The stages themselves are read afresh.
 */
@Injectable()
export class CycleDefinitions {
  private readonly definitions = new Map<string, CycleDefinition>();
  private readonly programmes = new Map<string, string>();

  constructor(private readonly cycles: CycleContextService) {}

  /** The definition a stage follows. */
  async of(em: SqlEntityManager, stage: Pick<Stage, 'cycleId' | 'revision'>): Promise<CycleDefinition> {
    const key = `${stage.cycleId}/${stage.revision}`;
    return this.definitions.get(key) ?? remember(this.definitions, key, await definitionOf(em, stage));
  }

  /** The revision that a stage follows, as last committed. Throws `not-found`. */
  async revisionOf(em: SqlEntityManager, { cycleId, stageKey: key }: StageRef): Promise<number> {
    const stage = await em.findOne(Stage, { cycleId, key }, { disableIdentityMap: true });
    if (!stage) throw noSuchCycle();
    return stage.revision;
  }

  /** Key of the programme of a cycle. Throws `not-found`. */
  async programmeOf(cycleId: string): Promise<string> {
    const known = this.programmes.get(cycleId);
    if (known !== undefined) return known;
    const programme = await this.cycles.programmeOf(cycleId);
    if (programme === null) throw noSuchCycle();
    return remember(this.programmes, cycleId, programme);
  }

  /** The stages of a published cycle, in their order, with the definition they follow. Throws `not-found`. */
  async stages(em: SqlEntityManager, cycleId: string): Promise<{ definition: CycleDefinition; stages: Stage[] }> {
    const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' }, refresh: true });
    if (!stages[0]) throw noSuchCycle();
    return { definition: await this.of(em, stages[0]), stages };
  }
}

function remember<T>(known: Map<string, T>, key: string, value: T): T {
  known.set(key, value);
  if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
  return value;
}

const noSuchCycle = () => new Problem('not-found', refusal('cycle.nonePublished'));
