import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Fact, StageState, WindowStepKey } from '#libs/contracts';
import { UnitOfWork } from '#libs/platform';
import { type ZonedInstant, zoned } from '../definition/calendar.js';
import { type Owing, type StageEffect, type WouldCommand, effectOf } from './command-effect.js';
import { ProposalSources } from '../definition/proposal-sources.js';
import { Pause } from '../rows/cycle.entities.js';
import { clockOf, definitionInForce, requireCycle, stageContextOf } from '../rows/cycle.queries.js';
import { type Owed, OwedService } from '../cycle/owed.service.js';
import type { ProgressCount } from '../definition/stage-answers.js';
import type { Change, StageMove } from '../move-deadline/move-deadline.rules.js';
import { Stage } from '../definition/stage.entity.js';
import { StageHandlers } from '../rows/stage-types.js';

type Both = Change<ZonedInstant>;

/** What would change in one stage, every instant in both zones. */
export interface StageEffectView {
  stageKey: string;
  title: string;
  state: { from: StageState; to: StageState };
  opens: Both | null;
  deadline: Both | null;
  hardClose: Both | null;
  /** Further deadlines. */
  steps: (Both & { step: WindowStepKey })[];
  releases: (Both & { audience: string })[];
  /** What becomes of what is owed; null where nothing does. */
  owing: Owing | null;
  /** Who owes what, at most 100 people. */
  owed: Owed[];
  /** What the stage has come to; empty before it opens. */
  counts: ProgressCount[];
}

/** What a command would do if it were given now. */
export interface CommandPreview {
  now: ZonedInstant;
  stages: StageEffectView[];
  /** The events it would publish: whoever is told is told of these. */
  facts: Fact[];
}

/** Shows what a command would do; changes nothing. One for all commands: what differs is in `effectOf`. */
@Injectable()
export class CommandPreviewService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly owed: OwedService,
    private readonly handlers: StageHandlers,
    private readonly proposals: ProposalSources,
  ) {}

  /** Throws what the command would: `not-found`, `paused`, `conflict`, `rule-violated`. */
  preview(cycleId: string, would: WouldCommand): Promise<CommandPreview> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
      const now = await clockOf(em);
      const stageOf = (key: string) => stages.find((stage) => stage.key === key)!;
      const named = 'stageKey' in would ? stages.find(({ key }) => key === would.stageKey) : undefined;
      const { stages: effects, facts } = effectOf(would, {
        cycle,
        stages,
        definition: cycle.status === 'published' ? await definitionInForce(em, cycle) : null,
        pauses: await em.count(Pause, { cycleId }),
        decision: named && (await this.proposals.proposal(em, named)),
        mayComeInUntil: named && (await this.handlers.mayComeInUntil(em, named)),
        releasing: named && would.command === 'release' ? await this.proposals.inForce(em, named) : null,
        now,
      });
      if (would.command === 'reopen') {
        const stage = stageOf(would.stageKey);
        await this.handlers.of(stage.type).refuseReopening?.(em, await stageContextOf(em, stage));
      }
      const views: StageEffectView[] = [];
      for (const effect of effects) views.push(await this.viewOf(em, stageOf(effect.stageKey), effect, cycle.zone));
      return { now: zoned(now, cycle.zone), stages: views, facts };
    });
  }

  private async viewOf(
    em: SqlEntityManager,
    stage: Stage,
    { state, move, owing }: StageEffect,
    zone: string,
  ): Promise<StageEffectView> {
    const { key: stageKey, title, openedAt } = stage;
    return {
      stageKey,
      title,
      state,
      ...inBothZones(move, zone),
      owing,
      owed: owing ? await this.owed.in(em, stage) : [],
      counts: openedAt ? await this.handlers.progress(em, await stageContextOf(em, stage)) : [],
    };
  }
}

function inBothZones(move: StageMove | null, zone: string) {
  const both = ({ from, to }: Change): Both => ({ from: zoned(from, zone), to: zoned(to, zone) });
  const { opens = null, deadline = null, hardClose = null, steps = [], releases = [] } = move ?? {};
  return {
    opens: opens && both(opens),
    deadline: deadline && both(deadline),
    hardClose: hardClose && both(hardClose),
    steps: steps.map((change) => ({ step: change.step, ...both(change) })),
    releases: releases.map((change) => ({ audience: change.audience, ...both(change) })),
  };
}
