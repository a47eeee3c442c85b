import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import type { Owed, OwedSource } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { jury } from './jury/jury.type.js';
import { ballotToCast, reviewsToWrite } from './owed.words.js';
import { expertLoads, jurorsToCast } from './panel/panel.queries.js';
import { technicalScreening } from './screening/technical-screening.type.js';

/** Experts with reviews to write, jurors with a ballot to cast. */
@Injectable()
export class PanelsOwed implements OwedSource {
  readonly stageTypes = [technicalScreening.key, jury.key];

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
  ) {}

  async owed(ref: StageRef, limit: number): Promise<Owed[]> {
    const owing = await this.unitOfWork.read(async (em) => {
      const loads = (await expertLoads(em, ref)).filter(({ open }) => open > 0);
      const jurors = await em.execute<unknown[]>(
        'select 1 from cycles.stage where cycle_id = ? and key = ? and type = ?',
        [ref.cycleId, ref.stageKey, jury.key],
      );
      const ballots = jurors.length > 0 ? await jurorsToCast(em, ref) : [];
      return new Map([
        ...loads.map((load): [string, string] => [load.personId, reviewsToWrite(load, 'en')]),
        ...ballots.map((id): [string, string] => [id, ballotToCast('en')]),
      ]);
    });
    const people = await this.people.findPeople([...owing.keys()].slice(0, limit));
    return people.map(({ id, name }) => ({ personId: id, name, what: owing.get(id)! }));
  }
}
