import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { PeopleService } from '#libs/identity';
import type { Stage } from '../definition/stage.entity.js';
import { stageContextOf } from '../rows/cycle.queries.js';
import { StageHandlers } from '../rows/stage-types.js';

/** One person who still owes something in a stage; `what` in plain words, e.g. `3 of 12 reviews`. */
export interface Owed {
  personId: string;
  name?: string;
  what: string;
}

/** The most people the status of a stage names. */
const OWED_LIMIT = 100;

/** Says who owes what in stages, as their handlers know it. */
@Injectable()
export class OwedService {
  constructor(
    private readonly handlers: StageHandlers,
    private readonly people: PeopleService,
  ) {}

  /** Who owes what in a stage, at most 100 people. */
  async in(em: SqlEntityManager, stage: Stage): Promise<Owed[]> {
    const handler = this.handlers.of(stage.type);
    if (!handler.owing) return [];
    const owing = (await handler.owing(em, await stageContextOf(em, stage))).slice(0, OWED_LIMIT);
    const byId = new Map(owing.map((each) => [each.personId, each]));
    const people = await this.people.findPeople([...byId.keys()]);
    return people.map(({ id, name }) => {
      const { summary, tasks } = byId.get(id)!;
      return { personId: id, name, what: summary ?? tasks('en').join(', ') };
    });
  }
}
