import { Injectable } from '@nestjs/common';
import type { WindowStepKey } from '#libs/contracts';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { type ZonedInstant, toInstant, zoned } from '../definition/calendar.js';
import { clockOf, requireCycle } from '../rows/cycle.queries.js';
import type { IndividualMove } from '../definition/stage-answers.js';
import { StageHandlers } from '../rows/stage-types.js';
import { type GivenWindows, movesOf } from './pause.service.js';
import type { Change } from '../move-deadline/move-deadline.rules.js';
import { Stage } from '../definition/stage.entity.js';

/** What would move if a cycle were resumed now, every instant in both zones, and who would be told. */
export interface ResumePreview {
  pausedSince: ZonedInstant;
  now: ZonedInstant;
  moves: {
    stageKey: string;
    title: string;
    opens: Change<ZonedInstant> | null;
    deadline: Change<ZonedInstant> | null;
    hardClose: Change<ZonedInstant> | null;
    steps: (Change<ZonedInstant> & { step: WindowStepKey })[];
    releases: (Change<ZonedInstant> & { audience: string })[];
  }[];
  /** Deadlines of single cities that stand beside those of the stages. */
  own: (Omit<IndividualMove, 'from' | 'to'> & Change<ZonedInstant>)[];
  told: { personId: string; name: string }[];
}

/** Shows what the end of a pause would bring; changes nothing. */
@Injectable()
export class ResumePreviewService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly handlers: StageHandlers,
    private readonly people: PeopleService,
  ) {}

  /**
   * Throws what resuming would: `conflict` unless the cycle is paused, `rule-violated` for windows
   * that are not possible.
   */
  async preview(cycleId: string, given: GivenWindows): Promise<ResumePreview> {
    const { cycle, stages, now } = await this.unitOfWork.read(async (em) => ({
      cycle: await requireCycle(em, cycleId),
      stages: await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } }),
      now: await clockOf(em),
    }));
    const moves = movesOf(cycle, stages, new Date(now), given);
    const show = (instant: string) => zoned(instant, cycle.zone);
    const both = (change: Change | null) => change && { from: show(change.from), to: show(change.to) };
    const moved = stages.filter(({ key }) => moves.some(({ stageKey, deadline }) => deadline && stageKey === key));
    const pausedSince = toInstant(cycle.pausedAt!);
    const { concerned, own } = await this.unitOfWork.read(async (em) => {
      const ids = moved.map(({ key }) => this.handlers.concerned(em, { cycleId, stageKey: key }));
      const ownMoves: IndividualMove[] = [];
      for (const stage of stages)
        for (const deadlines of this.handlers.individualDeadlines(stage))
          ownMoves.push(...(await deadlines.moves(em, { cycleId, stageKey: stage.key, from: pausedSince, to: now })));
      return { concerned: (await Promise.all(ids)).flat(), own: ownMoves };
    });
    const cities = [...new Set(own.map(({ cityId }) => cityId))];
    const ofCities = await Promise.all(cities.map((cityId) => this.people.peopleOfCity(cityId)));
    const staff = await this.people.peopleWithRole('secretariat', { programme: cycle.programme, cycleId });
    const told = await this.people.findPeople([...staff.map(({ id }) => id), ...concerned, ...ofCities.flat()]);
    return {
      pausedSince: show(pausedSince),
      now: show(now),
      moves: moves.map(({ stageKey, title, opens, deadline, hardClose, steps, releases }) => ({
        stageKey,
        title,
        opens: both(opens),
        deadline: both(deadline),
        hardClose: both(hardClose),
        steps: steps.map(({ step, ...change }) => ({ step, ...both(change)! })),
        releases: releases.map(({ audience, ...change }) => ({ audience, ...both(change)! })),
      })),
      own: own.map((move) => ({ ...move, ...both(move)! })),
      told: told.map(({ id, name }) => ({ personId: id, name })),
    };
  }
}
