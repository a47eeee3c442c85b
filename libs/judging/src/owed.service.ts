import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import type { Owed, OwedSource } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { jury } from './jury.type.js';
import { type ExpertLoad, expertLoads, jurorsToCast } from './panel.people.js';
import { technicalScreening } from './technical-screening.type.js';

/** What a juror owes, in words. */
export const BALLOT_TO_CAST = 'a ballot to cast';

/** What an expert owes, in words. */
export const reviewsToWrite = ({ open, assigned }: ExpertLoad): string =>
  `${open} of ${assigned} ${assigned === 1 ? 'review' : 'reviews'} to write`;

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
        ...loads.map((load): [string, string] => [load.personId, reviewsToWrite(load)]),
        ...ballots.map((id): [string, string] => [id, BALLOT_TO_CAST]),
      ]);
    });
    const people = await this.people.findPeople([...owing.keys()].slice(0, limit));
    return people.map(({ id, name }) => ({ personId: id, name, what: owing.get(id)! }));
  }
}
