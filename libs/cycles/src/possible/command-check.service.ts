import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Problem } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { Stage } from '../definition/stage.entity.js';
import { ProposalSources } from '../definition/proposal-sources.js';
import type { Cycle } from '../rows/cycle.entities.js';
import { requireCycle } from '../rows/cycle.queries.js';
import { factsOf } from '../rows/stage-facts.js';
import { StageHandlers } from '../rows/stage-types.js';
import type { CycleCommandName, CycleNow, StageCommandName, StageNow } from './command-table.rules.js';
import { type Refusal, cycleRefusalOf, refusalOf } from './refusals.rules.js';

/** Asks the table of commands by the rows of the database. */
@Injectable()
export class CommandCheckService {
  constructor(
    private readonly proposals: ProposalSources,
    private readonly handlers: StageHandlers,
  ) {}

  /**
   * Refuses a command that the state of its stage does not allow, by the row that is held and by what else is `known`.
   * Whatever a refusal tells besides is read only for one. Throws `conflict`, `paused`.
   */
  async requirePossible(
    em: SqlEntityManager,
    name: StageCommandName,
    stage: Stage,
    known: Pick<StageNow, 'stages' | 'cycle' | 'audience'> = {},
  ): Promise<void> {
    if (!refusalOf(name, { facts: factsOf(stage), ...known })) return;
    throwRefusal(refusalOf(name, { ...known, ...(await this.standing(em, stage)) }));
  }

  /** All that a command about a stage is judged by. */
  async standing(em: SqlEntityManager, stage: Stage): Promise<StageNow> {
    const stages = await em.find(Stage, { cycleId: stage.cycleId }, { orderBy: { position: 'asc' } });
    const mayComeInUntil = await this.handlers.mayComeInUntil(em, stage);
    return {
      facts: { ...factsOf(stage), ...(mayComeInUntil && { mayComeInUntil }) },
      decision: await this.proposals.proposal(em, stage),
      stages,
      cycle: cycleNow(await requireCycle(em, stage.cycleId)),
    };
  }
}

/** A cycle's row as commands are judged by it. */
export const cycleNow = ({ status, pausedAt }: Pick<Cycle, 'status' | 'pausedAt'>): CycleNow => ({
  status,
  pausedAt: pausedAt && toInstant(pausedAt),
});

/** Refuses a command that the state of the cycle does not allow. Throws `conflict`, `paused`. */
export function requirePossibleInCycle(
  name: CycleCommandName | StageCommandName,
  cycle: Pick<Cycle, 'status' | 'pausedAt'>,
  stageKey?: string,
): void {
  throwRefusal(cycleRefusalOf(name, cycleNow(cycle), stageKey));
}

/** Throws a refusal, if it is one. */
export function throwRefusal(refusal: Refusal | null): void {
  if (refusal) throw new Problem(refusal.code, refusal.said, refusal.more);
}
